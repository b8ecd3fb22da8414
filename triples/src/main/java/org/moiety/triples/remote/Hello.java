package org.moiety.triples.remote;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.random.Seed;

/// The first message of a role.
///
/// @param terms what all roles must have been told alike
/// @param announced what this role alone knows beforehand
/// @param nonce fresh
record Hello(Terms terms, Terms announced, long[] nonce) {
  static final int NONCE_WORDS = Seed.BYTES / Long.BYTES;

  static Hello fresh(Terms terms, Terms announced) {
    return new Hello(terms, announced, Seed.random().words());
  }

  Frame frame() {
    return new Frame(terms.words(), announced.words(), nonce);
  }

  /// @throws TransportException if the frame is none that [#frame] gives
  static Hello of(Frame frame) {
    if (frame.planes().length != 3 || frame.planes()[2].length != NONCE_WORDS) {
      throw new TransportException("malformed message: " + frame.bytes() + " bytes of settings");
    }
    return new Hello(Terms.of(frame.planes()[0]), Terms.of(frame.planes()[1]), frame.planes()[2]);
  }

  void addTo(MessageDigest digest) {
    for (byte[] part : new byte[][]{terms.bytes(), announced.bytes(), bytes(nonce)}) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
      digest.update(part);
    }
  }

  /// @param title whose it is
  /// @throws AgreementException that names the first of its terms that differs from these
  void requireTerms(Terms ours, String title) {
    Terms.Difference difference = ours.difference(terms);
    if (difference != null) {
      throw new AgreementException(
          "the roles were told different things: " + AgreementException.shown(difference.name()) + " is "
              + AgreementException.shown(difference.ours()) + " here and "
              + AgreementException.shown(difference.theirs()) + " at the " + title);
    }
  }

  static long[] words(byte[] digest) {
    long[] words = new long[digest.length / Long.BYTES];
    ByteBuffer.wrap(digest).asLongBuffer().get(words);
    return words;
  }

  static String hex(long[] words) {
    return HexFormat.of().formatHex(bytes(words));
  }

  private static byte[] bytes(long[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }
}
