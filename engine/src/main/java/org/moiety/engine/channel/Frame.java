package org.moiety.engine.channel;

/// One message: planes of 64-bit words, to be read only.
///
/// @param read to be run by the receiver when it has read the planes for the last time: the sender may write them then
public record Frame(Runnable read, long[]... planes) {
  /// A message whose planes nobody writes again.
  public Frame(long[]... planes) {
    this(() -> {
    }, planes);
  }

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
