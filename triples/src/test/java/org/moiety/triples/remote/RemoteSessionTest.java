package org.moiety.triples.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.SessionSeeds;

@Timeout(60)
final class RemoteSessionTest {
  /// A role's own view of a session that it could still hold on to.
  private record Kept(Role role, Secret x) {}

  private static Protocol protocol(Security security) {
    return security == Security.MALICIOUS
        ? Protocol.malicious()
        : Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);
  }

  /// Runs the program in all roles, and waits for the parties' ends.
  ///
  /// @return how the parties ended: null for well
  private static List<@Nullable Throwable> run(Security security, SessionSeeds seeds, Function<Role, Integer> program) {
    InMemoryChannel.Pair parties = InMemoryChannel.pair(1 << 20);
    InMemoryChannel.Pair dealer0 = InMemoryChannel.pair(1 << 20);
    InMemoryChannel.Pair dealer1 = InMemoryChannel.pair(1 << 20);
    RemoteSession session = new RemoteSession(Modulus.MOIETY, protocol(security), 1);
    List<CompletableFuture<@Nullable Throwable>> ends = List.of(
        start(dealer1, () -> session.dealer(seeds, dealer0.left(), dealer1.left(), program)),
        start(parties, () -> session.party(SessionRole.DATA_OWNER, parties.left(), dealer0.right(), program)),
        start(parties, () -> session.party(SessionRole.MODEL_OWNER, parties.right(), dealer1.right(), program)));
    return ends.stream().map(CompletableFuture::join).toList();
  }

  private static CompletableFuture<@Nullable Throwable> start(InMemoryChannel.Pair toPeer, Runnable role) {
    CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> {
      try {
        role.run();
        end.complete(null);
      } catch (RuntimeException | Error e) {
        toPeer.left().close();
        end.complete(e);
      }
    });
    return end;
  }

  private static Secret square(Role role) {
    role.begin(1);
    Secret x = role.input(0, 3, () -> role.field().ofSigned(new long[]{1, 2, 3}));
    return x.product(new ElementwiseProduct(3), x);
  }

  private static void nothingCanBeUsed(Kept kept) {
    List<Runnable> uses = List.of(() -> kept.role.begin(2), () -> kept.x.reveal(Receiver.BOTH),
        () -> kept.role.exportShare(kept.x), () -> kept.role.requireZero(kept.x, "x"),
        () -> kept.role.input(0, 1, () -> kept.role.field().zeros(1)),
        () -> kept.role.input(1, 1, () -> kept.role.field().zeros(1)),
        () -> kept.x.product(new ElementwiseProduct(3), kept.x).reveal(Receiver.BOTH));
    for (Runnable use : uses) {
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(use::run);
    }
  }

  /// Not only failures of the connection between the parties: here the program's own, such as a checkpoint that cannot be written.
  @ParameterizedTest
  @EnumSource
  void nothingOfASessionCanBeUsedAfterAnyFailure(Security security) {
    for (Throwable failure : List.of(new IllegalStateException("the disk is full"), new OutOfMemoryError("ours"),
        new TransportException("the dealer is lost"))) {
      List<Kept> kept = new ArrayList<>();
      List<@Nullable Throwable> ends = run(security, new SessionSeeds(Seed.random(), Seed.random()), role -> {
        Secret x = square(role);
        x.reveal(Receiver.BOTH);
        if (role.party() >= 0) {
          synchronized (kept) {
            kept.add(new Kept(role, x));
          }
        }
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      });
      assertThat(ends).containsOnly(failure);
      assertThat(kept).hasSize(2).allSatisfy(RemoteSessionTest::nothingCanBeUsed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfASessionCanBeUsedAfterItsEnd(Security security) {
    List<Kept> kept = new ArrayList<>();
    List<@Nullable Throwable> ends = run(security, new SessionSeeds(Seed.random(), Seed.random()), role -> {
      Secret x = square(role);
      x.reveal(Receiver.BOTH);
      if (role.party() >= 0) {
        synchronized (kept) {
          kept.add(new Kept(role, x));
        }
      }
      return 0;
    });
    assertThat(ends).containsOnlyNulls();
    assertThat(kept).hasSize(2).allSatisfy(RemoteSessionTest::nothingCanBeUsed);
  }

  @Test
  void dealerForgetsTheSeeds() {
    SessionSeeds seeds = new SessionSeeds(Seed.random(), Seed.random());
    IllegalStateException failure = new IllegalStateException("the program's own");
    run(Security.MALICIOUS, seeds, role -> {
      throw failure;
    });
    for (Seed seed : List.of(seeds.party0(), seeds.party1())) {
      assertThatThrownBy(() -> seed.stream(new Address("mask", 1, 0), 0)).isInstanceOf(IllegalStateException.class);
    }
  }

  /// A failure may be found in more than one place.
  @Test
  void failureMayBeToldAgain() {
    List<@Nullable Throwable> ends = run(Security.MALICIOUS, new SessionSeeds(Seed.random(), Seed.random()), role -> {
      square(role);
      role.fail();
      role.fail();
      throw new IllegalStateException("found");
    });
    assertThat(ends).allSatisfy(end -> assertThat(end).hasMessage("found"));
  }
}
