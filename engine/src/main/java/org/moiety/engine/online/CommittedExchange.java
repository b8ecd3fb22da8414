package org.moiety.engine.online;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.random.Commitment;
import org.moiety.engine.random.Commitment.Context;

/// Both parties tell each other values that neither chose after it saw the other's: commit, then open.
///
/// Commitments bind purpose, session, role and round. One's own commitment that comes back, and the one before, are refused. Two rounds: 32 bytes, then
/// the value and 32 bytes each way.
final class CommittedExchange {
  private final int party;
  private final Wire wire;
  private byte @Nullable [] session;
  private byte[] last = new byte[0];
  private long round;

  CommittedExchange(int party, Wire wire) {
    this.party = party;
    this.wire = wire;
  }

  /// Gives the peer's value for the own one.
  ///
  /// @throws CheatingDetectedException if the peer's value is not what it committed to
  byte[] exchange(String purpose, byte[] value) {
    byte[] name = session();
    round++;
    byte[] nonce = Commitment.nonce();
    byte[] own = Commitment.digest(new Context(purpose, name, party, round), value, nonce);
    byte[] theirs = swap(own);
    if (MessageDigest.isEqual(theirs, own) || MessageDigest.isEqual(theirs, last)) {
      throw new CheatingDetectedException("a commitment was sent a second time: " + purpose);
    }
    last = theirs;
    byte[] opened = swap(ByteBuffer.allocate(value.length + nonce.length).put(value).put(nonce).array());
    byte[] theirValue = Arrays.copyOf(opened, value.length);
    byte[] expected = Commitment.digest(new Context(purpose, name, 1 - party, round), theirValue,
        Arrays.copyOfRange(opened, value.length, opened.length));
    if (!MessageDigest.isEqual(expected, theirs)) {
      throw new CheatingDetectedException("a commitment was not opened as it was made: " + purpose);
    }
    return theirValue;
  }

  /// The session's name, agreed on at its first use.
  private byte[] session() {
    byte[] present = session;
    if (present == null) {
      byte[] own = Commitment.nonce();
      byte[] theirs = swap(own);
      present = party == 0 ? Commitment.session(own, theirs) : Commitment.session(theirs, own);
      session = present;
    }
    return present;
  }

  private byte[] swap(byte[] own) {
    long[] words = new long[own.length / Long.BYTES];
    ByteBuffer.wrap(own).asLongBuffer().get(words);
    wire.send(words);
    ByteBuffer theirs = ByteBuffer.allocate(own.length);
    theirs.asLongBuffer().put(wire.receiveWords(words.length));
    return theirs.array();
  }
}
