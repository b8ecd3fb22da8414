package org.moiety.experiments.run;

import java.util.List;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.channel.Meter.Phase;

/// What each role sent, by layer and phase: each party to the other, the dealer to party 1.
public record Traffic(List<Count> party0, List<Count> party1, List<Count> dealer) {
  /// Nothing is sent where nothing is shared.
  public static final Traffic NONE = new Traffic(List.of(), List.of(), List.of());

  /// The sum over layers and phases.
  public static Count total(List<Count> counts) {
    long values = 0;
    long bytes = 0;
    long rounds = 0;
    for (Count count : counts) {
      values += count.values();
      bytes += count.bytes();
      rounds += count.rounds();
    }
    return new Count("total", Phase.FORWARD, values, bytes, rounds);
  }
}
