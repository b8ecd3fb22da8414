package org.moiety.experiments.session;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Identity;
import org.moiety.engine.channel.Timeouts;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.layers.data.LabelledImages;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.store.SpentMaterial;

/// What one role is told.
///
/// @param listen where those peers connect that have no address here; null for nowhere
/// @param peers the other roles, by their titles; of several data owners each by its own
/// @param data the data owner's; null elsewhere
/// @param checkpoints a party's folder for what it keeps of a training; null for none
/// @param threads processors to use
/// @param preprocessing a party's, made ahead by a dealer that is no peer then; null where the dealer is there
public record RoleSettings(SessionRole role, SessionSettings session, Identity identity, @Nullable Endpoint listen,
    List<Peer> peers, Timeouts timeouts, @Nullable OwnData data, @Nullable Path checkpoints, int threads,
    @Nullable Preprocessing preprocessing) {
  /// With nothing of its own.
  public RoleSettings(SessionRole role, SessionSettings session, Identity identity, @Nullable Endpoint listen,
      List<Peer> peers, Timeouts timeouts, int threads) {
    this(role, session, identity, listen, peers, timeouts, null, null, threads, null);
  }

  /// With what a party has of its own for a training.
  public RoleSettings with(@Nullable OwnData ownData, @Nullable Path ownCheckpoints,
      @Nullable Preprocessing ownPreprocessing) {
    return new RoleSettings(role, session, identity, listen, peers, timeouts, ownData, ownCheckpoints, threads,
        ownPreprocessing);
  }

  private static final String NAMED = SessionRole.DATA_OWNER.title() + " ";

  /// What one of several data owners is called among peers.
  public static String titleOf(String dataOwner) {
    return NAMED + dataOwner;
  }

  /// The name of one of several data owners.
  static String nameOf(Peer dataOwner) {
    return dataOwner.name().substring(NAMED.length());
  }

  /// A peer's role.
  static SessionRole role(String peer) {
    return peer.startsWith(NAMED)
        ? SessionRole.DATA_OWNER
        : Stream.of(SessionRole.values()).filter(role -> role.title().equals(peer)).findFirst().orElseThrow();
  }

  /// The peers that are data owners, in their order.
  List<Peer> dataOwners() {
    return peers.stream().filter(peer -> role(peer.name()) == SessionRole.DATA_OWNER).toList();
  }

  /// What the data owner trains on.
  ///
  /// @param source as [org.moiety.layers.data.DataSource#resolve] takes it
  /// @param limit number of training examples, null for all
  /// @param testLimit number of test examples, null for all, 0 for no test
  /// @param part of these examples, null for all of them
  public record OwnData(String source, @Nullable Integer limit, @Nullable Integer testLimit, @Nullable Part part) {
    /// All of them.
    public OwnData(String source, @Nullable Integer limit, @Nullable Integer testLimit) {
      this(source, limit, testLimit, null);
    }
  }

  /// One of several parts of a data set.
  ///
  /// @param number from 1
  public record Part(int number, int of) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})/([0-9]{1,4})");

    /// `2/3` is the second of three.
    ///
    /// @throws IllegalArgumentException if the text is none
    public static Part parse(String text) {
      Matcher parts = FORM.matcher(text);
      if (!parts.matches() || Integer.parseInt(parts.group(1)) < 1
          || Integer.parseInt(parts.group(1)) > Integer.parseInt(parts.group(2))) {
        throw new IllegalArgumentException("'" + text + "', expected a part such as 2/3, the second of three");
      }
      return new Part(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    LabelledImages of(LabelledImages images) {
      return images.part(number - 1, of);
    }

    @Override
    public String toString() {
      return number + "/" + of;
    }
  }

  /// What a dealer made ahead.
  ///
  /// @param spent what this identity has used
  public record Preprocessing(Path file, SpentMaterial spent) {}
}
