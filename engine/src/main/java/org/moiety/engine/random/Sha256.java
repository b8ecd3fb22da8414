package org.moiety.engine.random;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 without the exception that no JDK throws.
public final class Sha256 {
  private Sha256() {}

  /// A hash to be fed.
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The hash of the first bytes of an array.
  public static byte[] of(byte[] bytes, int length) {
    MessageDigest digest = start();
    digest.update(bytes, 0, length);
    return digest.digest();
  }
}
