package org.moiety.triples.remote;

import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.Dealer;
import org.moiety.triples.dealer.DealtMaterial;
import org.moiety.triples.dealer.SessionSeeds;

/// One role of a session whose other roles are elsewhere. It runs the same program as they do, on the calling thread, and knows its own secrets only.
///
/// @param protocol what the roles agree on
/// @param threads processors to use
public record RemoteSession(Modulus modulus, Protocol protocol, int threads) {
  /// Runs the program as the dealer, who sends each party its seed first.
  ///
  /// @param seeds fresh in every session
  public <T extends @Nullable Object> T dealer(SessionSeeds seeds, Channel party0, Channel party1,
      Function<Role, T> program) {
    party0.send(new Frame(seeds.party0().words()));
    party1.send(new Frame(seeds.party1().words()));
    return run(SessionRole.DEALER, field -> List.of(dealer(field, seeds, party1)),
        own -> program.apply(own.getFirst()));
  }

  /// Runs the program as a party.
  ///
  /// @param role the data owner or the model owner
  public <T extends @Nullable Object> T party(SessionRole role, Channel peer, Channel dealer,
      Function<Role, T> program) {
    return party(role, peer, dealer, iteration -> {
    }, program);
  }

  /// Runs the program as a party whose dealer was there before.
  ///
  /// @param dealer gives what the dealer would send
  /// @param spending told of each iteration before anything of its material is used
  public <T extends @Nullable Object> T party(SessionRole role, Channel peer, Channel dealer, LongConsumer spending,
      Function<Role, T> program) {
    Seed seed = seed(dealer.receive());
    return run(role, field -> List.of(party(field, role, peer, role.party() == 0
        ? DealtMaterial.party0(field, seed, spending)
        : DealtMaterial.party1(field, seed, dealer, spending))), own -> program.apply(own.getFirst()));
  }

  Role party(Field field, SessionRole role, Channel peer, Preprocessing material) {
    return new Party(role.party(), field, protocol, peer, material, new Meter());
  }

  Role dealer(Field field, SessionSeeds seeds, Channel party1) {
    return new Dealer(field, protocol, seeds, party1, new Meter());
  }

  /// Runs a program as one role in each of several sessions, which end or fail together.
  ///
  /// @param own this process's role in each
  <T extends @Nullable Object> T run(SessionRole who, Function<Field, List<Role>> own,
      Function<List<Role>, T> program) {
    try (Workers workers = new Workers(threads)) {
      Field field = new Field(KernelProvider.field(modulus), workers);
      return Profile.in(who.title(), () -> {
        List<Role> roles = own.apply(field);
        try {
          T result = program.apply(roles);
          roles.forEach(Role::end);
          return result;
        } catch (RuntimeException | Error e) {
          roles.forEach(Role::fail);
          throw e;
        }
      });
    }
  }

  static Seed seed(Frame frame) {
    if (frame.planes().length != 1) {
      throw new TransportException("malformed message: " + frame.bytes() + " bytes, expected a seed");
    }
    try {
      return Seed.ofWords(frame.planes()[0]);
    } catch (IllegalArgumentException e) {
      throw new TransportException("malformed message: " + frame.bytes() + " bytes, expected a seed");
    }
  }
}
