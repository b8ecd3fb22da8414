package org.moiety.triples.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.moiety.engine.random.Seed;

/// HMAC-SHA-256 of a file's header and of each of its messages, under a key of the file's own: of a message with its number, so that none can be left out, moved, or come from another file.
final class Checks {
  static final int BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final long HEADER = -1;

  private final Mac mac;

  Checks(Seed key) {
    ByteBuffer bytes = ByteBuffer.allocate(Seed.BYTES);
    bytes.asLongBuffer().put(key.words());
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes.array(), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  byte[] header(ByteBuffer header) {
    begin(HEADER);
    update(header);
    return end();
  }

  /// Begins the check of a message, by its number.
  void begin(long number) {
    mac.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }

  void update(ByteBuffer bytes) {
    mac.update(bytes);
  }

  byte[] end() {
    return mac.doFinal();
  }

  static boolean fit(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}
