package org.moiety.triples.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.moiety.engine.channel.Channel;
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
    Hello mine = Hello.fresh(terms, announcement);
    Map<SessionRole, Hello> hellos = new EnumMap<>(SessionRole.class);
    hellos.put(own, mine);
    List<SessionRole> roles = List.copyOf(others.keySet());
    Peers peers = new Peers(
        roles.stream().map(role -> new Peers.Peer(role.title(), Objects.requireNonNull(others.get(role)))).toList());
    List<Hello> theirs = peers.greet(mine);
    for (int i = 0; i < roles.size(); i++) {
      hellos.put(roles.get(i), theirs.get(i));
    }
    long[] id = hash(hellos);
    peers.compare(id, () -> hellos.forEach((role, hello) -> hello.requireTerms(terms, role.title())));
    Map<SessionRole, Terms> announcements = new EnumMap<>(SessionRole.class);
    hellos.forEach((role, hello) -> announcements.put(role, hello.announced()));
    return new Agreement(Hello.hex(id), announcements);
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
