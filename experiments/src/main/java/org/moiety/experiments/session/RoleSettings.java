package org.moiety.experiments.session;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Identity;
import org.moiety.engine.channel.Timeouts;
import org.moiety.engine.channel.TlsNetwork.Peer;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.store.SpentMaterial;

/// What one role is told.
///
/// @param listen where those peers connect that have no address here; null for nowhere
/// @param peers the other roles, by their titles
/// @param data the data owner's; null elsewhere
/// @param checkpoints a party's folder for what it keeps of a training; null for none
/// @param threads processors to use
/// @param preprocessing a party's, made ahead by a dealer that is no peer then; null where the dealer is there
public record RoleSettings(SessionRole role, SessionSettings session, Identity identity, @Nullable Endpoint listen,
    List<Peer> peers, Timeouts timeouts, @Nullable OwnData data, @Nullable Path checkpoints, int threads,
    @Nullable Preprocessing preprocessing) {
  /// With a dealer that is there.
  public RoleSettings(SessionRole role, SessionSettings session, Identity identity, @Nullable Endpoint listen,
      List<Peer> peers, Timeouts timeouts, @Nullable OwnData data, @Nullable Path checkpoints, int threads) {
    this(role, session, identity, listen, peers, timeouts, data, checkpoints, threads, null);
  }

  /// What the data owner trains on.
  ///
  /// @param source as [org.moiety.layers.data.DataSource#resolve] takes it
  /// @param limit number of training examples, null for all
  /// @param testLimit number of test examples, null for all, 0 for no test
  public record OwnData(String source, @Nullable Integer limit, @Nullable Integer testLimit) {}

  /// What a dealer made ahead.
  ///
  /// @param spent what this identity has used
  public record Preprocessing(Path file, SpentMaterial spent) {}
}
