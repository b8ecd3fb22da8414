package org.moiety.engine.channel;

import java.time.Duration;

/// A network link between two parties, the same in both directions at once.
///
/// @param bitsPerSecond of payload
/// @param roundTrip of an empty message and its empty answer
public record Link(long bitsPerSecond, Duration roundTrip) {
  /// The largest rate and the longest round trip.
  public static final long MAX_BITS_PER_SECOND = 1_000_000_000_000L;
  public static final Duration MAX_ROUND_TRIP = Duration.ofMinutes(1);

  private static final double BITS_PER_BYTE = 8;
  private static final double NANOS_PER_SECOND = 1e9;

  public Link {
    if (bitsPerSecond < 1 || bitsPerSecond > MAX_BITS_PER_SECOND) {
      throw new IllegalArgumentException(
          "bitsPerSecond=" + bitsPerSecond + ", expected 1 to " + MAX_BITS_PER_SECOND);
    }
    if (roundTrip.isNegative() || roundTrip.compareTo(MAX_ROUND_TRIP) > 0) {
      throw new IllegalArgumentException("roundTrip=" + roundTrip + ", expected 0 to " + MAX_ROUND_TRIP);
    }
  }

  /// Nanoseconds that a message occupies the link.
  public long transmissionNanos(long bytes) {
    return (long) Math.ceil(BITS_PER_BYTE * NANOS_PER_SECOND * bytes / bitsPerSecond);
  }

  /// Nanoseconds from the last bit's departure to its arrival.
  public long delayNanos() {
    return roundTrip.toNanos() / 2;
  }
}
