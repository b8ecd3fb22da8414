package org.moiety.engine.random;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/// A commitment by hash: SHA-256 over purpose, session, role, round, value and a nonce of 256 bits. Hides the value while the nonce is secret, and binds to
/// all of it.
public final class Commitment {
  /// Length of a digest, of a nonce and of a session's name, in bytes.
  public static final int BYTES = 32;

  private Commitment() {}

  /// What a commitment is for.
  ///
  /// @param purpose tells commitments to different things apart
  /// @param session the session's name, both parties'
  /// @param role who commits
  /// @param round number of the exchange in the session
  public record Context(String purpose, byte[] session, int role, long round) {
    @Override
    public String toString() {
      return "Context[" + purpose + ", role " + role + ", round " + round + "]";
    }
  }

  /// The digest.
  public static byte[] digest(Context context, byte[] value, byte[] nonce) {
    byte[] purpose = context.purpose.getBytes(StandardCharsets.UTF_8);
    MessageDigest sha = Sha256.start();
    sha.update("moiety commitment".getBytes(StandardCharsets.UTF_8));
    sha.update(ByteBuffer.allocate(4 + 4 + 8 + 4 + 4).putInt(purpose.length).putInt(context.role)
        .putLong(context.round).putInt(context.session.length).putInt(value.length).array());
    sha.update(purpose);
    sha.update(context.session);
    sha.update(value);
    sha.update(nonce);
    return sha.digest();
  }

  /// A name for a session that neither party chose alone.
  public static byte[] session(byte[] party0, byte[] party1) {
    MessageDigest sha = Sha256.start();
    sha.update("moiety session".getBytes(StandardCharsets.UTF_8));
    sha.update(party0);
    sha.update(party1);
    return sha.digest();
  }

  /// Bytes from the system's entropy.
  public static byte[] nonce() {
    byte[] nonce = new byte[BYTES];
    new SecureRandom().nextBytes(nonce);
    return nonce;
  }
}
