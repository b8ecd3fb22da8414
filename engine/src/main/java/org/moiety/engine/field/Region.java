package org.moiety.engine.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Shelves;

/// The memory of a role's training step: words of arrays that are made while it is open serve the next step again.
///
/// An array made in an open region has holds: the region's, those of owners that keep it beyond the region, and those of messages that carry it to
/// another role. When the last ends the words go back, and the array is dead: using it is an `IllegalStateException`. Arrays made while no region is open are left
/// to the garbage collector. Other roles end their holds from their own threads.
final class Region {
  /// Elements that wait while new arrays are made, 128 MiB.
  private static final long AMPLE = 8 << 20;

  private final Shelves<Limbs> shelves = new Shelves<>(Limbs::zeros, AMPLE);
  /// Arrays that the region holds; null while it is closed.
  private @Nullable List<FieldArray> held;
  private List<FieldArray> spare = new ArrayList<>();
  /// Arrays whose message was read, from the threads of other roles.
  private final Queue<FieldArray> givenBack = new ConcurrentLinkedQueue<>();

  /// A new array, with whatever its words held before.
  synchronized FieldArray take(int length) {
    if (held == null) {
      return new FieldArray(Limbs.zeros(length));
    }
    dropGivenBack();
    return adopt(new FieldArray(shelves.take(length), true, null));
  }

  /// An array over words that another role reads or will use again, to be given back to it when the array is dead.
  synchronized FieldArray borrow(Limbs words, Runnable giveBack) {
    FieldArray array = new FieldArray(words, false, giveBack);
    return held == null ? array : adopt(array);
  }

  private FieldArray adopt(FieldArray array) {
    array.holds++;
    array.inRegion = true;
    requireOpen().add(array);
    return array;
  }

  private List<FieldArray> requireOpen() {
    if (held == null) {
      throw new IllegalStateException("no region is open");
    }
    return held;
  }

  /// Adds a hold, of an owner or of a message.
  synchronized void hold(FieldArray array) {
    array.holds++;
  }

  /// Ends a hold of [#hold].
  synchronized void drop(FieldArray array) {
    if (--array.holds == 0) {
      reclaim(array);
    }
  }

  /// Ends the region's hold before its time.
  synchronized void release(FieldArray array) {
    if (array.inRegion) {
      array.inRegion = false;
      drop(array);
    }
  }

  /// Ends an owner's hold when the region closes: its words may still be read until then.
  synchronized void dropLater(FieldArray array) {
    if (held != null && !array.inRegion) {
      array.inRegion = true;
      held.add(array);
    } else {
      drop(array);
    }
  }

  private void reclaim(FieldArray array) {
    if (array.pooled) {
      Limbs words = array.limbs();
      shelves.put(words.length(), words);
    }
    array.end();
  }

  /// Called from another role's thread when it has read a message.
  void giveBack(FieldArray array) {
    givenBack.add(array);
  }

  /// Where the next array that is made will be, for [#release(int, int)].
  synchronized int mark() {
    return held == null ? 0 : held.size();
  }

  /// Ends the region's hold of the arrays made between two marks.
  synchronized void release(int from, int to) {
    if (held != null) {
      for (FieldArray array : held.subList(from, to)) {
        release(array);
      }
    }
  }

  private void dropGivenBack() {
    for (FieldArray array; (array = givenBack.poll()) != null;) {
      drop(array);
    }
  }

  synchronized void open() {
    if (held != null) {
      throw new IllegalStateException("a region is open already");
    }
    held = spare;
  }

  synchronized void close() {
    List<FieldArray> arrays = requireOpen();
    dropGivenBack();
    arrays.forEach(this::release);
    arrays.clear();
    spare = arrays;
    held = null;
    shelves.dropUnused();
  }
}
