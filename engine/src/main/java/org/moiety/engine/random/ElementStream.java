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

/// Uniform field elements from AES-128 in counter mode, read in order. Not thread-safe.
///
/// Low and high words are two key streams: word i of plane P (0 low, 1 high) is the i-th little-endian word of the AES counter blocks (P, 0), (P, 1), ...,
/// two 64-bit numbers each, big-endian. High words are cut to the modulus's length. Where the pair is p or more, it is drawn again from the block
/// (1 + attempt, i), attempt = 1, 2, ..., low word first, until it is below p. So element i depends on the key and on i alone, and is exactly uniform.
public final class ElementStream {
  /// Bytes per call of the cipher: the JVM's AES code is compiled early and stays fast for pieces of this size.
  private static final int CIPHER_BYTES = 16 * 1024;

  /// Elements made at a time.
  private static final int STEP = CIPHER_BYTES / 8;

  private static final byte[] ZEROS = new byte[CIPHER_BYTES];

  private final SecretKeySpec key;
  private final Cipher lowCipher;
  private final Cipher highCipher;
  private final byte[] bytes = new byte[CIPHER_BYTES];
  private final long[] lo = new long[STEP];
  private final long[] hi = new long[STEP];
  private long index;

  ElementStream(byte[] keyMaterial, long index) {
    key = new SecretKeySpec(Arrays.copyOf(keyMaterial, 16), "AES");
    this.index = index;
    lowCipher = counter(0, index / 2);
    highCipher = counter(1, index / 2);
    if (index % 2 != 0) {
      keyStream(lowCipher, lo, 1);
      keyStream(highCipher, hi, 1);
    }
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
    FieldArray words = field.over(hi, lo);
    FieldArray piece = use == Use.SET ? words : field.zeros(Math.min(STEP, to - from));
    for (int start = from; start < to; start += STEP) {
      int count = Math.min(STEP, to - start);
      keyStream(lowCipher, lo, count);
      keyStream(highCipher, hi, count);
      if (!field.cutToModulus(hi, lo, count)) {
        replaceRefused(field, count);
      }
      if (use != Use.SET) {
        field.copy(into, start, piece, 0, count);
      }
      switch (use) {
        case SET -> {
        }
        case ADD -> field.add(piece, words, piece, 0, count);
        case SUBTRACT -> field.subtract(piece, words, piece, 0, count);
      }
      field.copy(piece, 0, into, start, count);
      index += count;
    }
  }

  private void keyStream(Cipher cipher, long[] words, int count) {
    try {
      cipher.update(ZEROS, 0, 8 * count, bytes, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR failed", e);
    }
    ByteBuffer.wrap(bytes, 0, 8 * count).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words, 0, count);
  }

  private void replaceRefused(Field field, int count) {
    long[] newLo = new long[1];
    long[] newHi = new long[1];
    for (int i = 0; i < count; i++) {
      for (int attempt = 1; !field.accepts(hi[i], lo[i]); attempt++) {
        Cipher cipher = counter(1 + attempt, index + i);
        keyStream(cipher, newLo, 1);
        keyStream(cipher, newHi, 1);
        field.cutToModulus(newHi, newLo, 1);
        lo[i] = newLo[0];
        hi[i] = newHi[0];
      }
    }
  }

  private Cipher counter(long plane, long block) {
    try {
      Cipher result = Cipher.getInstance("AES/CTR/NoPadding");
      byte[] counter = ByteBuffer.allocate(16).putLong(plane).putLong(block).array();
      result.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
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
