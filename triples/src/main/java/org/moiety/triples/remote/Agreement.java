package org.moiety.triples.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.random.Sha256;

/// What the roles of a session have made sure of before it starts: that all were told the same, and that each speaks with the same two others.
///
/// There is a dealer, or there is none where its part was made ahead. Each sends each its terms and a fresh nonce, then the hash of everything that was said. The hash is the session's id, new in every session.
///
/// @param sessionId SHA-256 of the terms, the announcements and all nonces, in hexadecimal
/// @param announcements what each role alone knows beforehand, such as the data owner the number of examples
public record Agreement(String sessionId, Map<SessionRole, Terms> announcements) {
  private static final String LABEL = "moiety session 1";

  /// What a role announced.
  public Terms announced(SessionRole role) {
    return announcements.getOrDefault(role, new Terms());
  }

  /// @param terms what all roles must have been told alike
  /// @param announcement what this role alone knows beforehand
  /// @throws AgreementException that names the first difference
  public static Agreement reach(SessionRole own, Terms terms, Terms announcement, Map<SessionRole, Channel> others) {
    Map<SessionRole, Hello> hellos = new EnumMap<>(SessionRole.class);
    Hello mine = Hello.fresh(terms, announcement);
    hellos.put(own, mine);
    others.values().forEach(channel -> channel.send(mine.frame()));
    others.forEach((role, channel) -> hellos.put(role, Hello.of(channel.receive())));
    // Also where terms differ: a role that left now would take what it said from those that are slower.
    long[] id = hash(hellos);
    others.values().forEach(channel -> channel.send(new Frame(id)));
    Map<SessionRole, Frame> ids = new EnumMap<>(SessionRole.class);
    others.forEach((role, channel) -> ids.put(role, channel.receive()));
    hellos.forEach((role, hello) -> hello.requireTerms(terms, role.title()));
    ids.forEach((role, frame) -> requireSame(id, frame, role.title()));
    Map<SessionRole, Terms> announcements = new EnumMap<>(SessionRole.class);
    hellos.forEach((role, hello) -> announcements.put(role, hello.announced()));
    return new Agreement(HexFormat.of().formatHex(Hello.bytes(id)), announcements);
  }

  /// @param title whose id that is
  /// @throws AgreementException if it is another one
  static void requireSame(long[] id, Frame theirs, String title) {
    if (theirs.planes().length != 1 || !Arrays.equals(theirs.planes()[0], id)) {
      throw new AgreementException(
          "the " + title + " speaks with others than this role does: they are not in one session");
    }
  }

  private static long[] hash(Map<SessionRole, Hello> hellos) {
    MessageDigest digest = Sha256.start();
    digest.update(LABEL.getBytes(StandardCharsets.UTF_8));
    for (SessionRole role : SessionRole.values()) {
      Hello hello = hellos.get(role);
      digest.update((byte) (hello == null ? 0 : 1));
      if (hello != null) {
        hello.addTo(digest);
      }
    }
    return Hello.words(digest.digest());
  }
}
