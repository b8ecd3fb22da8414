package org.moiety.engine.random;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// 32 secret bytes that stand for any number of independent streams of field elements.
public final class Seed {
  /// Length in bytes.
  public static final int BYTES = 32;

  private final byte[] key;
  private boolean destroyed;

  private Seed(byte[] key) {
    this.key = key;
  }

  /// A seed from the system's entropy.
  public static Seed random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return new Seed(key);
  }

  /// The seed of a number that a user typed, for runs that can be repeated. It is as secret as the number.
  public static Seed of(long number) {
    byte[] key = ByteBuffer.allocate(BYTES).putLong(number).array();
    return new Seed(hmac(key, "moiety seed".getBytes(StandardCharsets.UTF_8)));
  }

  /// The seed that both halves of a coin give: as good as uniform to who does not know one of them.
  public static Seed ofCoin(byte[] party0, byte[] party1) {
    return new Seed(hmac(hmac("moiety coin".getBytes(StandardCharsets.UTF_8), party0), party1));
  }

  /// Overwrites the seed; nothing can be made of it any more.
  public void destroy() {
    destroyed = true;
    Arrays.fill(key, (byte) 0);
  }

  private byte[] key() {
    if (destroyed) {
      throw new IllegalStateException("the seed was destroyed");
    }
    return key;
  }

  /// A seed that came from elsewhere, as [#words] gave it.
  ///
  /// @throws IllegalArgumentException if it has another length; the message tells the length only
  public static Seed ofWords(long[] words) {
    if (words.length != BYTES / Long.BYTES) {
      throw new IllegalArgumentException("seed of " + words.length + " words, expected " + BYTES / Long.BYTES);
    }
    ByteBuffer key = ByteBuffer.allocate(BYTES);
    key.asLongBuffer().put(words);
    return new Seed(key.array());
  }

  /// The secret itself, to be sent to who shall have the same streams.
  public long[] words() {
    long[] words = new long[BYTES / Long.BYTES];
    ByteBuffer.wrap(key()).asLongBuffer().get(words);
    return words;
  }

  /// An independent seed for a role or a purpose.
  public Seed derive(String label) {
    byte[] text = label.getBytes(StandardCharsets.UTF_8);
    return new Seed(hmac(key(), ByteBuffer.allocate(1 + text.length).put((byte) 'd').put(text).array()));
  }

  /// The stream at an address, from element `index` on.
  public ElementStream stream(Address address, long index) {
    byte[] text = address.purpose().getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(1 + 8 + 4 + text.length);
    message.put((byte) 's').putLong(address.iteration()).putInt(address.operation()).put(text);
    return new ElementStream(hmac(key(), message.array()), index);
  }

  /// A tag of messages, which nobody can make who has not the seed: HMAC-SHA-256.
  ///
  /// @return [#BYTES] bytes
  public byte[] tag(String purpose, List<byte[]> messages) {
    byte[] text = purpose.getBytes(StandardCharsets.UTF_8);
    int bytes = messages.stream().mapToInt(message -> Integer.BYTES + message.length).sum();
    ByteBuffer all = ByteBuffer.allocate(1 + Integer.BYTES + text.length + bytes);
    all.put((byte) 't').putInt(text.length).put(text);
    messages.forEach(message -> all.putInt(message.length).put(message));
    return hmac(key(), all.array());
  }

  /// A 64-bit number for public choices (order of examples, dropout) and for data that tests generate.
  public long number(String label) {
    return ByteBuffer.wrap(derive(label).key()).getLong();
  }

  /// Secret numbers, uniform in `0 <= x < 1` with 53 bits: initial weights.
  public double[] uniform(String label, int count) {
    byte[] bytes = new byte[8 * count];
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derive(label).key, 0, 16, "AES"),
          new IvParameterSpec(new byte[16]));
      bytes = cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES/CTR/NoPadding", e);
    }
    LongBuffer words = ByteBuffer.wrap(bytes).asLongBuffer();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (words.get(i) >>> 11) * 0x1p-53;
    }
    return values;
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  /// The type only.
  @Override
  public String toString() {
    return "Seed";
  }
}
