package org.moiety.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.Dealer;
import org.moiety.triples.dealer.DealtMaterial;
import org.moiety.triples.dealer.EmbeddedSession.Outcome;
import org.moiety.triples.dealer.SessionSeeds;

/// Both parties and the dealer, joined by channels that a test listens to or tampers with.
record Rig(Modulus modulus, Protocol protocol, Seed master) {
  /// @param left wraps party 0's end of the connection of the parties
  /// @param right wraps party 1's end
  <T> Outcome<T> run(UnaryOperator<Channel> left, UnaryOperator<Channel> right, Function<Role, T> program) {
    InMemoryChannel.Pair parties = InMemoryChannel.pair(1L << 26);
    InMemoryChannel.Pair dealing = InMemoryChannel.pair(1L << 26);
    SessionSeeds seeds = SessionSeeds.of(master);
    Field field0 = Values.field(modulus);
    Field field1 = Values.field(modulus);
    List<Role> roles = List.of(
        new Party(0, field0, protocol, left.apply(parties.left()),
            DealtMaterial.party0(field0,
                seeds.party0()),
            new Meter()),
        new Party(1, field1, protocol, right.apply(parties.right()),
            DealtMaterial.party1(field1, seeds.party1(), dealing.right()), new Meter()),
        new Dealer(Values.field(modulus), protocol, seeds, dealing.left(), new Meter()));
    List<CompletableFuture<T>> results = new ArrayList<>();
    for (Role role : roles) {
      CompletableFuture<T> result = new CompletableFuture<>();
      results.add(result);
      Thread.ofPlatform().daemon().start(() -> {
        try {
          result.complete(program.apply(role));
        } catch (RuntimeException | Error e) {
          result.completeExceptionally(e);
          parties.left().close();
          dealing.left().close();
        }
      });
    }
    try {
      return new Outcome<>(results.get(0).join(), results.get(1).join(), results.get(2).join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Runs a program whose roles all return the same, and gives back what each party sent.
  Transcript record(Function<Role, ?> program) {
    Transcript transcript = new Transcript(new ArrayList<>(), new ArrayList<>());
    run(channel -> new RecordingChannel(channel, transcript.party0()),
        channel -> new RecordingChannel(channel, transcript.party1()), program::apply);
    return transcript;
  }
}
