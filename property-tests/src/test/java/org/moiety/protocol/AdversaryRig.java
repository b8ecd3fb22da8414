package org.moiety.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.Dealer;
import org.moiety.triples.dealer.DealtMaterial;
import org.moiety.triples.dealer.SessionSeeds;

/// Both parties and an honest dealer, with active security, where the parties' connection or a party's material is tampered with.
///
/// @param cheat what party 0 makes of its material
record AdversaryRig(Seed master, TamperedLink link, UnaryOperator<Preprocessing> cheat) {
  AdversaryRig(Seed master, TamperedLink link) {
    this(master, link, UnaryOperator.identity());
  }

  /// How a party ended.
  ///
  /// @param failure null if it went through
  record Ending<T>(@Nullable T result, @Nullable Throwable failure) {}

  /// The endings of party 0 and party 1.
  <T> List<Ending<T>> run(Function<Role, T> program) {
    InMemoryChannel.Pair dealing = InMemoryChannel.pair(1L << 26);
    Protocol protocol = Protocol.malicious();
    Field field0 = Values.field(Modulus.MOIETY);
    Field field1 = Values.field(Modulus.MOIETY);
    Channel left = link.channel(0);
    Channel right = link.channel(1);
    Role party0 = new Party(0, field0, protocol, left,
        cheat.apply(DealtMaterial.party0(field0, SessionSeeds.of(master).party0())), new Meter());
    Role party1 = new Party(1, field1, protocol, right,
        DealtMaterial.party1(field1, SessionSeeds.of(master).party1(), dealing.right()), new Meter());
    Role dealer = new Dealer(Values.field(Modulus.MOIETY), protocol, SessionSeeds.of(master), dealing.left(),
        new Meter());
    CompletableFuture<Ending<T>> dealt = start(dealer, program, dealing.left());
    List<CompletableFuture<Ending<T>>> endings = new ArrayList<>();
    endings.add(start(party0, program, left));
    endings.add(start(party1, program, right));
    List<Ending<T>> result = endings.stream().map(CompletableFuture::join).toList();
    dealing.left().close();
    dealt.join();
    return result;
  }

  private static <T> CompletableFuture<Ending<T>> start(Role role, Function<Role, T> program, Channel channel) {
    CompletableFuture<Ending<T>> ending = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> {
      try {
        T result = program.apply(role);
        role.end();
        ending.complete(new Ending<>(result, null));
      } catch (RuntimeException | Error e) {
        ending.complete(new Ending<>(null, e));
      } finally {
        channel.close();
      }
    });
    return ending;
  }
}
