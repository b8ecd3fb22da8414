package org.moiety.engine.random;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A thread's ciphers and buffers for the low and the high words of elements: two key streams of AES-128 in counter mode, and the words that replace
/// refused ones.
///
/// Making a cipher takes longer than making a thousand elements, so each thread keeps its own, which hold the key of the last stream until the next one
/// or the thread's end. Between [#start] and the last [#next] no other stream of this thread may come in.
final class KeyStreams {
  /// Bytes per call of a cipher: the JVM's AES code is compiled early and stays fast for pieces of this size.
  static final int BYTES = 8 * 1024;

  /// Words of either stream a piece.
  static final int WORDS = BYTES / Long.BYTES;

  private static final byte[] ZEROS = new byte[BYTES];
  private static final ThreadLocal<KeyStreams> OF_THREAD = ThreadLocal.withInitial(KeyStreams::new);

  private final Cipher lowCipher = cipher();
  private final Cipher highCipher = cipher();
  private final Cipher redrawCipher = cipher();
  private final byte[] low = new byte[BYTES];
  private final byte[] high = new byte[BYTES];
  private final byte[] redrawn = new byte[2 * Long.BYTES];
  private final byte[] redrawnLow = new byte[Long.BYTES];
  private final byte[] redrawnHigh = new byte[Long.BYTES];
  private final byte[] counter = new byte[16];

  static KeyStreams ofThread() {
    return OF_THREAD.get();
  }

  private static Cipher cipher() {
    try {
      return Cipher.getInstance("AES/CTR/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES/CTR/NoPadding", e);
    }
  }

  /// Goes to a block of both streams.
  void start(SecretKeySpec key, long block) {
    init(lowCipher, key, 0, block);
    init(highCipher, key, 1, block);
  }

  private void init(Cipher cipher, SecretKeySpec key, long upper, long lower) {
    try {
      ByteBuffer.wrap(counter).putLong(upper).putLong(lower);
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR failed", e);
    }
  }

  /// Puts the next words into [#low] and [#high].
  ///
  /// @param words an even number but for the last piece, so that pieces start with a block
  void next(int words) {
    fill(lowCipher, low, Long.BYTES * words);
    fill(highCipher, high, Long.BYTES * words);
  }

  private static void fill(Cipher cipher, byte[] into, int bytes) {
    try {
      cipher.update(ZEROS, 0, bytes, into, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR failed", e);
    }
  }

  /// The low words, 8 little-endian bytes each.
  byte[] low() {
    return low;
  }

  byte[] high() {
    return high;
  }

  /// Puts the words that element `index` takes at the given attempt into [#redrawnLow] and [#redrawnHigh].
  void redraw(SecretKeySpec key, int attempt, long index) {
    init(redrawCipher, key, 1L + attempt, index);
    fill(redrawCipher, redrawn, redrawn.length);
    System.arraycopy(redrawn, 0, redrawnLow, 0, Long.BYTES);
    System.arraycopy(redrawn, Long.BYTES, redrawnHigh, 0, Long.BYTES);
  }

  byte[] redrawnLow() {
    return redrawnLow;
  }

  byte[] redrawnHigh() {
    return redrawnHigh;
  }

  /// The type only.
  @Override
  public String toString() {
    return "KeyStreams";
  }
}
