package org.moiety.triples.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.random.Seed;
import org.moiety.engine.random.Sha256;

/// What the roles of a session have made sure of before it starts: that all were told the same, and that each speaks with the same two others.
///
/// There is a dealer, or there is none where its part was made ahead. Each sends each its terms and a fresh nonce, then the hash of everything that was said. The hash is the session's id, new in every session.
///
/// @param sessionId SHA-256 of the terms, the announcements and all nonces, in hexadecimal
/// @param announcements what each role alone knows beforehand, such as the data owner the number of examples
public record Agreement(String sessionId, Map<SessionRole, Terms> announcements) {
  private static final String LABEL = "moiety session 1";
  private static final int NONCE_WORDS = Seed.BYTES / Long.BYTES;

  private record Hello(Terms terms, Terms announced, long[] nonce) {
    Frame frame() {
      return new Frame(terms.words(), announced.words(), nonce);
    }

    static Hello of(Frame frame) {
      if (frame.planes().length != 3 || frame.planes()[2].length != NONCE_WORDS) {
        throw new TransportException("malformed message: " + frame.bytes() + " bytes of settings");
      }
      return new Hello(Terms.of(frame.planes()[0]), Terms.of(frame.planes()[1]), frame.planes()[2]);
    }
  }

  /// What a role announced.
  public Terms announced(SessionRole role) {
    return announcements.getOrDefault(role, new Terms());
  }

  /// @param terms what all roles must have been told alike
  /// @param announcement what this role alone knows beforehand
  /// @throws AgreementException that names the first difference
  public static Agreement reach(SessionRole own, Terms terms, Terms announcement, Map<SessionRole, Channel> others) {
    Map<SessionRole, Hello> hellos = new EnumMap<>(SessionRole.class);
    Hello mine = new Hello(terms, announcement, Seed.random().words());
    hellos.put(own, mine);
    others.values().forEach(channel -> channel.send(mine.frame()));
    others.forEach((role, channel) -> hellos.put(role, Hello.of(channel.receive())));
    // Also where terms differ: a role that left now would take what it said from those that are slower.
    long[] id = hash(hellos);
    others.values().forEach(channel -> channel.send(new Frame(id)));
    Map<SessionRole, Frame> ids = new EnumMap<>(SessionRole.class);
    others.forEach((role, channel) -> ids.put(role, channel.receive()));
    others.keySet().forEach(role -> requireEqual(role, mine, hellos.get(role)));
    ids.forEach((role, frame) -> {
      if (frame.planes().length != 1 || !Arrays.equals(frame.planes()[0], id)) {
        throw new AgreementException("the " + role.title()
            + " speaks with others than this role does: they are not in one session");
      }
    });
    Map<SessionRole, Terms> announcements = new EnumMap<>(SessionRole.class);
    hellos.forEach((role, hello) -> announcements.put(role, hello.announced));
    return new Agreement(HexFormat.of().formatHex(bytes(id)), announcements);
  }

  private static void requireEqual(SessionRole role, Hello mine, @Nullable Hello theirs) {
    Terms.Difference difference = theirs == null ? null : mine.terms.difference(theirs.terms);
    if (difference != null) {
      throw new AgreementException(
          "the roles were told different things: " + AgreementException.shown(difference.name()) + " is "
              + AgreementException.shown(difference.ours()) + " here and "
              + AgreementException.shown(difference.theirs()) + " at the " + role.title());
    }
  }

  private static long[] hash(Map<SessionRole, Hello> hellos) {
    MessageDigest digest = Sha256.start();
    digest.update(LABEL.getBytes(StandardCharsets.UTF_8));
    for (SessionRole role : SessionRole.values()) {
      Hello hello = hellos.get(role);
      digest.update((byte) (hello == null ? 0 : 1));
      if (hello == null) {
        continue;
      }
      for (byte[] part : new byte[][]{hello.terms.bytes(), hello.announced.bytes(), bytes(hello.nonce)}) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
      }
    }
    long[] words = new long[NONCE_WORDS];
    ByteBuffer.wrap(digest.digest()).asLongBuffer().get(words);
    return words;
  }

  private static byte[] bytes(long[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }
}
