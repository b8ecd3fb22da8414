package org.moiety.engine.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.eclipse.collections.api.map.MutableMapIterable;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.moiety.engine.profile.Profile;

/// Counts what one party opens to the other, by layer and phase. Nothing is computed by formula: [#sent] is called where a value is sent.
public final class Meter {
  /// Where in an iteration values are opened.
  public enum Phase {
    /// Inputs of data, labels' gradients and initial weights.
    INPUT, FORWARD, BACKWARD,
    /// The step of the optimiser.
    UPDATE,
    /// Outputs to a receiver.
    REVEAL,
    /// Checks of what was opened.
    CHECK
  }

  /// What was counted under one layer and phase.
  ///
  /// @param values field elements sent by the counting party
  /// @param bytes payload sent
  /// @param rounds messages whose answer was waited for
  public record Count(String layer, Phase phase, long values, long bytes, long rounds) {
    Count plus(long moreValues, long moreBytes, long moreRounds) {
      return new Count(layer, phase, values + moreValues, bytes + moreBytes, rounds + moreRounds);
    }
  }

  /// Told where a role is, on its thread.
  public interface Watcher {
    /// An iteration of the program begins.
    default void begins(long iteration) {}

    /// What follows belongs to that layer and phase.
    default void enters(String layer, Phase phase) {}
  }

  private record Place(String layer, Phase phase) {}

  private final MutableMapIterable<Place, Count> counts = OrderedMapAdapter.adapt(new LinkedHashMap<>());
  private Place place = new Place("", Phase.INPUT);
  private Watcher watcher = new Watcher() {
  };
  private long iterations;
  private long bytesInIteration;
  private long mostInIteration;

  /// Has somebody told from now on where the role is, in place of whoever was told before.
  public void watch(Watcher by) {
    watcher = by;
  }

  /// Says where the program is, the [Profile] too; what follows is counted there.
  public void enter(String layer, Phase phase) {
    place = new Place(layer, phase);
    Profile.enter(layer, phase.name());
    watcher.enters(layer, phase);
  }

  /// Says that an iteration begins, and the one before is over.
  ///
  /// @param iteration its number in the program
  public void begin(long iteration) {
    synchronized (this) {
      iterations++;
      bytesInIteration = 0;
    }
    watcher.begins(iteration);
  }

  /// Iterations that have begun.
  public synchronized long iterations() {
    return iterations;
  }

  /// Bytes sent in that iteration in which most were.
  public synchronized long mostBytesInAnIteration() {
    return mostInIteration;
  }

  /// Counts what the work sends under [Phase#CHECK] of the layer that the program is in.
  public void checking(Runnable work) {
    Place outer = place;
    enter(outer.layer, Phase.CHECK);
    try {
      work.run();
    } finally {
      enter(outer.layer, outer.phase);
    }
  }

  /// Counts a message of `values` elements and `bytes` bytes that was sent.
  public synchronized void sent(long values, long bytes) {
    add(values, bytes, 0);
  }

  /// Counts a wait for the peer.
  public synchronized void round() {
    add(0, 0, 1);
  }

  private void add(long values, long bytes, long rounds) {
    Count old = counts.getIfAbsentPut(place, () -> new Count(place.layer, place.phase, 0, 0, 0));
    counts.put(place, old.plus(values, bytes, rounds));
    bytesInIteration += bytes;
    mostInIteration = Math.max(mostInIteration, bytesInIteration);
  }

  /// All counts, in the order in which their places were first met.
  public synchronized List<Count> counts() {
    return new ArrayList<>(counts.values());
  }

  /// The sum of all counts; layer and phase say nothing.
  public synchronized Count total() {
    Count total = new Count("total", Phase.FORWARD, 0, 0, 0);
    for (Count count : counts.values()) {
      total = total.plus(count.values, count.bytes, count.rounds);
    }
    return total;
  }
}
