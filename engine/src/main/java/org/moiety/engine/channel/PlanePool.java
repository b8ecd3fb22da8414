package org.moiety.engine.channel;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Planes of messages that were read: the messages of the next iteration have the same lengths.
final class PlanePool {
  private final long capacity;
  private final Map<Integer, ArrayDeque<long[]>> planes = new HashMap<>();
  private long waiting;

  /// @param capacity words that may wait
  PlanePool(long capacity) {
    this.capacity = capacity;
  }

  /// A plane with whatever it held before.
  synchronized long[] take(int length) {
    ArrayDeque<long[]> same = planes.get(length);
    long[] plane = same == null ? null : same.poll();
    if (plane == null) {
      return new long[length];
    }
    waiting -= length;
    return plane;
  }

  /// What gives a message's planes back, the first time that it is run. Planes that there is no room for take the place of all others.
  Runnable giveBack(long[][] message) {
    return new Runnable() {
      private long @Nullable [][] left = message;

      @Override
      public void run() {
        synchronized (PlanePool.this) {
          long[][] present = left;
          left = null;
          if (present != null) {
            for (long[] plane : present) {
              put(plane);
            }
          }
        }
      }
    };
  }

  private void put(long[] plane) {
    if (waiting + plane.length > capacity) {
      planes.clear();
      waiting = 0;
    }
    planes.computeIfAbsent(plane.length, _ -> new ArrayDeque<>()).push(plane);
    waiting += plane.length;
  }

  /// Number of words that wait.
  synchronized long waiting() {
    return waiting;
  }

  @Override
  public String toString() {
    return "PlanePool[" + waiting() + " words]";
  }
}
