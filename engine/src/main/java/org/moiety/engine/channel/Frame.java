package org.moiety.engine.channel;

/// One message: planes of 64-bit words.
public record Frame(long[]... planes) {
  /// Bytes of payload.
  public long bytes() {
    long words = 0;
    for (long[] plane : planes) {
      words += plane.length;
    }
    return 8 * words;
  }

  /// Size only: words may be shares.
  @Override
  public String toString() {
    return "Frame[" + bytes() + " bytes]";
  }
}
