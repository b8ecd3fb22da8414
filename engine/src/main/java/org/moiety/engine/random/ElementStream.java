package org.moiety.engine.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// Uniform field elements from AES-128 in counter mode, read in order.
///
/// Candidate number `attempt` for element `index` is AES of the counter block (attempt, index), 64 bits each, big-endian; the element is the first
/// candidate below p. So element `index` depends on nothing but the key and the index, and the distribution is exactly uniform. Not thread-safe.
public final class ElementStream {
  /// Bytes per call of the cipher: the JVM's AES code is compiled early and stays fast for pieces of this size.
  private static final int CIPHER_BYTES = 16 * 1024;

  private static final byte[] ZEROS = new byte[CIPHER_BYTES];

  private final SecretKeySpec key;
  private final Cipher cipher;
  private final byte[] bytes = new byte[CIPHER_BYTES];
  private final long[] words = new long[CIPHER_BYTES / 8];
  private long index;

  ElementStream(byte[] keyMaterial, long index) {
    key = new SecretKeySpec(Arrays.copyOf(keyMaterial, 16), "AES");
    this.index = index;
    cipher = counter(0, index);
  }

  /// Sets the elements `from .. to-1` to the next ones of the stream.
  public void next(Field field, FieldArray into, int from, int to) {
    int step = CIPHER_BYTES / 16;
    for (int start = from; start < to; start += step) {
      int first = start;
      int count = Math.min(step, to - start);
      encrypt(cipher, 16 * count);
      long base = index;
      field.acceptCandidates(words, into, start, start + count, i -> retry(field, into, i, base + (i - first)));
      index += count;
    }
  }

  private void encrypt(Cipher with, int length) {
    try {
      with.update(ZEROS, 0, length, bytes, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR failed", e);
    }
    ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words, 0, length / 8);
  }

  /// Draws element `at` again. Its candidates depend on the index alone, so that ranges can be made in any order.
  private void retry(Field field, FieldArray into, int at, long elementIndex) {
    long[] candidate = new long[2];
    byte[] block = new byte[16];
    boolean[] refused = {true};
    for (long attempt = 1; refused[0]; attempt++) {
      try {
        counter(attempt, elementIndex).update(ZEROS, 0, 16, block, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES-CTR failed", e);
      }
      ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(candidate);
      refused[0] = false;
      field.acceptCandidates(candidate, into, at, at + 1, i -> refused[0] = true);
    }
  }

  private Cipher counter(long attempt, long elementIndex) {
    try {
      Cipher result = Cipher.getInstance("AES/CTR/NoPadding");
      byte[] block = ByteBuffer.allocate(16).putLong(attempt).putLong(elementIndex).array();
      result.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(block));
      return result;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES/CTR/NoPadding", e);
    }
  }

  /// The type only.
  @Override
  public String toString() {
    return "ElementStream";
  }
}
