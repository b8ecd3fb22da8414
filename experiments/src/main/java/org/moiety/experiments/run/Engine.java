package org.moiety.experiments.run;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Link;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.map.Floats;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.Seed;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.NativeBackend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.triples.dealer.Bystanders;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// Runs a program in one encoding, in this process.
///
/// @param protocol what a private run does; a public one evaluates the same products
/// @param session the randomness of a private run, or of the one that a public run replays
/// @param link between the parties of a private run; null for none
/// @param bystanders who sees all of a private run
public record Engine(Encoding encoding, Protocol protocol, Rounding rounding, Precision precision, int threads,
    Seed session, @Nullable Link link, Bystanders bystanders) {
  /// Without a link.
  public Engine(Encoding encoding, Protocol protocol, Rounding rounding, Precision precision, int threads,
      Seed session) {
    this(encoding, protocol, rounding, precision, threads, session, null, Bystanders.NONE);
  }

  /// The same with a link between the parties.
  ///
  /// @throws UsageException if there are no parties
  public Engine over(Link between) {
    if (encoding != Encoding.PRIVATE) {
      throw new UsageException("--link is for --tensor private; nothing is sent where nothing is shared");
    }
    return new Engine(encoding, protocol, rounding, precision, threads, session, between, bystanders);
  }

  /// The same with somebody who watches.
  public Engine watched(Bystanders by) {
    return new Engine(encoding, protocol, rounding, precision, threads, session, link, by);
  }

  /// What came of a program.
  ///
  /// @param result at the data owner (party 0)
  /// @param truncationRisk of a private run, or of one that replays it
  public record Outcome<T extends @Nullable Object>(T result, Traffic traffic, TruncationRisk truncationRisk) {}

  private record RoleOutcome<T extends @Nullable Object>(T result, List<Count> sent,
      TruncationRisk truncationRisk) {}

  /// Runs the program, once in each role, and waits.
  public <T extends @Nullable Object> Outcome<T> run(Function<Backend, T> program) {
    return switch (encoding) {
      case NATIVE -> {
        try (Workers workers = new Workers(threads)) {
          yield inTheClear(program, new NativeBackend(Floats.of(workers)), new TruncationRisk());
        }
      }
      case PUBLIC -> {
        try (Workers workers = new Workers(threads)) {
          Field field = Field.moiety(workers);
          yield rounding == Rounding.REPLAY
              ? replayed(program, field)
              : inTheClear(program, field, null);
        }
      }
      case PRIVATE -> onShares(program);
    };
  }

  private <T extends @Nullable Object> Outcome<T> replayed(Function<Backend, T> program, Field field) {
    try (ReplayedMasks masks = ReplayedMasks.of(field, protocol, SessionSeeds.of(session),
        dealer -> {
          var _ = program.apply(new PrivateBackend(dealer, precision));
        })) {
      return inTheClear(program, field, masks);
    }
  }

  private <T extends @Nullable Object> Outcome<T> inTheClear(Function<Backend, T> program, Field field,
      @Nullable TruncationMasks replay) {
    PublicBackend backend = new PublicBackend(field, precision, protocol.masks(), replay);
    return inTheClear(program, backend, backend.truncationRisk());
  }

  private <T extends @Nullable Object> Outcome<T> inTheClear(Function<Backend, T> program, Backend backend,
      TruncationRisk truncationRisk) {
    return new Outcome<>(Profile.in(Names.of(encoding), () -> program.apply(backend)), Traffic.NONE,
        truncationRisk);
  }

  private <T extends @Nullable Object> Outcome<T> onShares(Function<Backend, T> program) {
    EmbeddedSession roles = new EmbeddedSession(Modulus.MOIETY, protocol, session, threads, link, bystanders);
    EmbeddedSession.Outcome<RoleOutcome<T>> all = roles.run(role -> {
      T result = program.apply(new PrivateBackend(role, precision));
      return new RoleOutcome<>(result, role.meter().counts(), role.truncationRisk());
    });
    return new Outcome<>(all.party0().result(),
        new Traffic(all.party0().sent(), all.party1().sent(), all.dealer().sent()), all.party0().truncationRisk());
  }
}
