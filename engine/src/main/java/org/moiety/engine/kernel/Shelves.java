package org.moiety.engine.kernel;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Arrays that wait to be used again, by length. Not thread-safe.
///
/// A training step asks for the same lengths every time, so lengths are matched exactly. What a whole step did not ask for is dropped at its end; and
/// where much waits, a new array takes the place of the lengths that were asked for longest ago.
public final class Shelves<T> {
  private static final class Shelf<T> {
    private final ArrayDeque<T> arrays = new ArrayDeque<>();
    private boolean used;
  }

  /// By time of the last request, the longest ago first.
  private final Map<Integer, Shelf<T>> shelves = new LinkedHashMap<>(16, 0.75f, true);
  private final IntFunction<T> maker;
  private final long ample;
  private long waiting;

  /// @param maker makes an array of a length when none waits
  /// @param ample sum of the lengths that may wait while new arrays are made
  public Shelves(IntFunction<T> maker, long ample) {
    this.maker = maker;
    this.ample = ample;
  }

  /// An array with whatever it held before.
  public T take(int length) {
    Shelf<T> shelf = shelf(length);
    shelf.used = true;
    T array = shelf.arrays.poll();
    if (array == null) {
      makeRoom(length);
      return maker.apply(length);
    }
    waiting -= length;
    return array;
  }

  /// Puts an array back; the one put last is taken first, for it is the likeliest to be in a cache.
  public void put(int length, T array) {
    shelf(length).arrays.push(array);
    waiting += length;
  }

  private Shelf<T> shelf(int length) {
    return shelves.computeIfAbsent(length, any -> new Shelf<>());
  }

  private void makeRoom(int length) {
    long freed = 0;
    for (Iterator<Map.Entry<Integer, Shelf<T>>> i = shelves.entrySet().iterator(); waiting > ample && freed < length
        && i.hasNext();) {
      Map.Entry<Integer, Shelf<T>> shelf = i.next();
      while (waiting > ample && freed < length && shelf.getValue().arrays.poll() != null) {
        waiting -= shelf.getKey();
        freed += shelf.getKey();
      }
    }
  }

  /// Drops the lengths that were not asked for since the last call.
  public void dropUnused() {
    for (Iterator<Map.Entry<Integer, Shelf<T>>> i = shelves.entrySet().iterator(); i.hasNext();) {
      Map.Entry<Integer, Shelf<T>> shelf = i.next();
      if (!shelf.getValue().used) {
        waiting -= (long) shelf.getKey() * shelf.getValue().arrays.size();
        i.remove();
      }
      shelf.getValue().used = false;
    }
  }
}
