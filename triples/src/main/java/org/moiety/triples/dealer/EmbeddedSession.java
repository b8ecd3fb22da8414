package org.moiety.triples.dealer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Link;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.PacedChannel;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.Seed;

/// Both parties and the dealer in one process: three threads that run one program and talk over in-memory channels.
///
/// @param modulus the field
/// @param protocol what the roles agree on
/// @param master the seed that all randomness derives from
/// @param threads processors to use, shared among the roles
/// @param link what is between the parties; null for nothing. The dealer is not behind it, as if its material had been made and sent before
/// @param bystanders who sees all of it
public record EmbeddedSession(Modulus modulus, Protocol protocol, Seed master, int threads, @Nullable Link link,
    Bystanders bystanders) {
  /// What the dealer may be ahead by, in bytes; also the bound on unread messages between the parties.
  private static final long CHANNEL_BYTES = 128L << 20;

  /// Without a link.
  public EmbeddedSession(Modulus modulus, Protocol protocol, Seed master, int threads) {
    this(modulus, protocol, master, threads, null);
  }

  /// Unseen.
  public EmbeddedSession(Modulus modulus, Protocol protocol, Seed master, int threads, @Nullable Link link) {
    this(modulus, protocol, master, threads, link, Bystanders.NONE);
  }

  /// What the program returned in each role.
  public record Outcome<T>(T party0, T party1, T dealer) {}

  /// Runs the program in all three roles and waits.
  ///
  /// @throws RuntimeException what the program threw first, in whichever role; the other roles are ended
  public <T> Outcome<T> run(Function<Role, T> program) {
    InMemoryChannel.Pair parties = parties();
    InMemoryChannel.Pair dealing = InMemoryChannel.pair(CHANNEL_BYTES);
    List<Workers> workers = Workers.shared(threads, 3);
    try (Workers workers0 = workers.get(0);
        Workers workers1 = workers.get(1);
        Workers workersDealer = workers.get(2);
        ExecutorService roles = Executors.newFixedThreadPool(3,
            Thread.ofPlatform().daemon().name("moiety-role-", 0).factory())) {
      Field field0 = field(workers0);
      Field field1 = field(workers1);
      Field fieldDealer = field(workersDealer);
      Role party0 = new Party(0, field0, protocol, parties.left(),
          DealtMaterial.party0(field0, SessionSeeds.of(master).party0()), new Meter(), bystanders.party0());
      Role party1 = new Party(1, field1, protocol, parties.right(),
          DealtMaterial.party1(field1, SessionSeeds.of(master).party1(), dealing.right()), new Meter(),
          bystanders.party1());
      Role dealer = new Dealer(fieldDealer, protocol, SessionSeeds.of(master), dealing.left(), new Meter(),
          bystanders.dealer());
      List<Channel> channels = List.of(parties.left(), dealing.left());
      CompletionService<T> running = new ExecutorCompletionService<>(roles);
      List<Future<T>> futures = new ArrayList<>();
      for (Role role : List.of(party0, party1, dealer)) {
        String name = role.party() < 0 ? "dealer" : "party " + role.party();
        futures.add(running.submit((Callable<T>) () -> Profile.in(name, () -> {
          try {
            T result = program.apply(role);
            role.end();
            return result;
          } catch (RuntimeException | Error e) {
            role.fail();
            throw e;
          }
        })));
      }
      try {
        awaitAll(running, channels);
        return new Outcome<>(futures.get(0).resultNow(), futures.get(1).resultNow(), futures.get(2).resultNow());
      } finally {
        channels.forEach(Channel::close);
        roles.shutdownNow();
      }
    }
  }

  private InMemoryChannel.Pair parties() {
    InMemoryChannel.Pair direct = InMemoryChannel.pair(CHANNEL_BYTES);
    return bystanders.between().apply(link == null ? direct : PacedChannel.pair(direct, link));
  }

  private Field field(Workers workers) {
    return new Field(KernelProvider.field(modulus), workers);
  }

  /// Waits for all roles. The first failure closes the channels, so that the other roles end; of all failures the first that is not a lost peer is thrown, else the first.
  private static <T> void awaitAll(CompletionService<T> running, List<Channel> channels) {
    Throwable cause = null;
    for (int i = 0; i < 3; i++) {
      try {
        running.take().get();
      } catch (ExecutionException e) {
        channels.forEach(Channel::close);
        boolean lostPeer = e.getCause() instanceof TransportException;
        if (cause == null || (cause instanceof TransportException && !lostPeer)) {
          cause = e.getCause();
        }
      } catch (InterruptedException e) {
        channels.forEach(Channel::close);
        Thread.currentThread().interrupt();
        throw new TransportException("interrupted");
      }
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
  }
}
