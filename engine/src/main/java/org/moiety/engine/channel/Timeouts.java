package org.moiety.engine.channel;

import java.time.Duration;

/// How long a role waits for another.
///
/// @param joining for the others to be there when a session starts
/// @param silence until a peer of whom nothing is heard, not even a heartbeat, counts as lost
/// @param message until a peer that is there, but does not send what is waited for, counts as stuck
public record Timeouts(Duration joining, Duration silence, Duration message) {
  /// A socket counts in milliseconds, in 31 bits.
  public static final Duration MAX = Duration.ofDays(7);

  /// A lost peer is noticed, and this role has ended, within five seconds.
  public static final Timeouts DEFAULT = new Timeouts(Duration.ofMinutes(5), Duration.ofSeconds(4),
      Duration.ofMinutes(10));

  /// Heartbeats in the time in which one must arrive.
  private static final int HEARTBEATS = 5;

  public Timeouts {
    for (Duration time : new Duration[]{joining, silence, message}) {
      if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(MAX) > 0) {
        throw new IllegalArgumentException("time-out " + time + ", expected 1 ms to " + MAX.toDays() + " days");
      }
    }
  }

  /// How often a peer hears of this role, when it has nothing to send.
  Duration heartbeat() {
    return silence.dividedBy(HEARTBEATS);
  }
}
