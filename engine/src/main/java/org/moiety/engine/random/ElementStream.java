package org.moiety.engine.random;

import javax.crypto.spec.SecretKeySpec;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// Uniform field elements from AES-128 in counter mode, read in order. Not thread-safe.
///
/// Low and high words are two key streams: word i of plane P (0 low, 1 high) is the i-th little-endian word of the AES counter blocks (P, 0), (P, 1), ...,
/// two 64-bit numbers each, big-endian. High words are cut to the modulus's length. Where the pair is p or more, it is drawn again from the block
/// (1 + attempt, i), attempt = 1, 2, ..., low word first, until it is below p. So element i depends on the key and on i alone, and is exactly uniform.
public final class ElementStream {
  private final SecretKeySpec key;
  private long index;

  ElementStream(byte[] keyMaterial, long index) {
    key = new SecretKeySpec(keyMaterial, 0, 16, "AES");
    this.index = index;
  }

  private ElementStream(SecretKeySpec key, long index) {
    this.key = key;
    this.index = index;
  }

  /// The same stream from element `newIndex` on.
  public ElementStream at(long newIndex) {
    return new ElementStream(key, newIndex);
  }

  /// What is done with the elements of a stream.
  public enum Use {
    SET, ADD, SUBTRACT
  }

  /// Sets the elements `from .. to-1` to the next ones of the stream.
  public void next(Field field, FieldArray into, int from, int to) {
    next(field, Use.SET, into, from, to);
  }

  /// Sets, or adds to, or subtracts from, the elements `from .. to-1` the next ones of the stream.
  public void next(Field field, Use use, FieldArray into, int from, int to) {
    KeyStreams streams = KeyStreams.ofThread();
    streams.start(key, index / 2);
    int skipped = (int) (index % 2); // words of the first block that are before the stream's index
    for (int start = from; start < to;) {
      int first = start - skipped;
      int end = Math.min(to, first + KeyStreams.WORDS);
      streams.next(end - first);
      for (int i = start; i < end; i++) {
        int done = draw(field, use, streams.low(), streams.high(), first, into, i, end);
        if (done < end) {
          redraw(field, use, streams, into, done, index + done - start);
        }
        i = done;
      }
      index += end - start;
      start = end;
      skipped = 0;
    }
  }

  private static int draw(Field field, Use use, byte[] low, byte[] high, int first, FieldArray into, int from, int to) {
    return switch (use) {
      case SET -> field.setDrawn(low, high, first, into, from, to);
      case ADD -> field.addDrawn(low, high, first, into, from, to);
      case SUBTRACT -> field.subtractDrawn(low, high, first, into, from, to);
    };
  }

  /// Draws element i of `into`, element `index` of the stream, again until it is below p.
  private void redraw(Field field, Use use, KeyStreams streams, FieldArray into, int i, long index) {
    int attempt = 1;
    do {
      streams.redraw(key, attempt++, index);
    } while (draw(field, use, streams.redrawnLow(), streams.redrawnHigh(), i, into, i, i + 1) == i);
  }

  /// The type only.
  @Override
  public String toString() {
    return "ElementStream";
  }
}
