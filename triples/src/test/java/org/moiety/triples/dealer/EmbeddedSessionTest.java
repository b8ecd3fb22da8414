package org.moiety.triples.dealer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Link;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.EncodingException;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;

final class EmbeddedSessionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static EmbeddedSession session(MaskPolicy masks, int threads) {
    return new EmbeddedSession(Modulus.MOIETY, Protocol.semiHonest(masks, TruncationMethod.MASKED), Seed.of(1),
        threads);
  }

  private static EmbeddedSession session(Protocol protocol, int threads) {
    return new EmbeddedSession(Modulus.MOIETY, protocol, Seed.of(1), threads);
  }

  static Stream<Protocol> protocols() {
    return Stream.concat(
        Arrays.stream(MaskPolicy.values()).map(masks -> Protocol.semiHonest(masks, TruncationMethod.MASKED)),
        Stream.of(Protocol.malicious()));
  }

  private static void runSoon(Function<Role, Integer> program) {
    Assertions.assertTimeoutPreemptively(SOON, () -> session(MaskPolicy.REUSE, 2).run(program));
  }

  private static Secret input(Role role, int owner, long... values) {
    return role.input(owner, values.length, () -> role.field().ofSigned(values));
  }

  /// Exchanges without end.
  private static int workForEver(Role role) {
    role.begin(1);
    Secret x = input(role, 0, 1, 2, 3);
    while (true) {
      x = x.product(new ElementwiseProduct(3), x);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void failureOfOneRoleEndsTheOthersAndIsThrown(int failing) throws InterruptedException {
    IllegalStateException failure = new IllegalStateException("the program's own");
    assertThatThrownBy(() -> runSoon(role -> {
      if (role.party() == failing) {
        throw failure;
      }
      return workForEver(role);
    })).isSameAs(failure);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("moiety-role")) {
        assertThat(thread.join(SOON)).as(thread.getName()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void lostPeerIsReportedByTheRoleThatLostIt(int failing) {
    TransportException failure = new TransportException("the cable was cut");
    assertThatThrownBy(() -> runSoon(role -> {
      if (role.party() == failing) {
        throw failure;
      }
      return workForEver(role);
    })).isSameAs(failure);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void errorsAreThrownAsTheyAre(int failing) {
    AssertionError failure = new AssertionError("ours");
    assertThatThrownBy(() -> runSoon(role -> {
      if (role.party() == failing) {
        throw failure;
      }
      return workForEver(role);
    })).isSameAs(failure);
  }

  /// z is finished after 3 z was begun on it, and before that is finished.
  @ParameterizedTest
  @MethodSource("protocols")
  void workThatOthersContinueMayBeFinishedFirst(Protocol protocol) {
    long[] revealed = session(protocol, 1).run(role -> {
      role.begin(1);
      role.field().openRegion();
      Secret x = input(role, 0, 5, 7);
      Secret z = x.product(new ElementwiseProduct(2), x);
      Secret tripled = z.times(role.field().element(3));
      FieldArray first = z.reveal(Receiver.BOTH);
      FieldArray second = tripled.reveal(Receiver.BOTH);
      return first == null || second == null
          ? new long[0]
          : LongStream.concat(Arrays.stream(role.field().integers(first).lo()),
              Arrays.stream(role.field().integers(second).lo())).toArray();
    }).party0();
    assertThat(revealed).containsExactly(25, 49, 75, 147);
  }

  @Test
  void inputThatHasNoEncodingIsTheCause() {
    Precision precision = Precision.DEFAULT;
    assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> runSoon(role -> {
      role.begin(1);
      role.input(1, 2, () -> Codec.encode(role.field(), "weights", new double[]{1, Double.NaN}, precision.scale(),
          precision.integerBits())).reveal(Receiver.BOTH);
      return 0;
    })).withMessageContaining("weights[1]");
  }

  @Test
  void interruptingTheCallerEndsTheSession() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(3);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller = Thread.ofPlatform().daemon().start(() -> {
      try {
        session(MaskPolicy.REUSE, 2).run(role -> {
          started.countDown();
          return workForEver(role);
        });
      } catch (TransportException e) {
        thrown.set(e);
      }
    });
    started.await();
    caller.interrupt();
    assertThat(caller.join(SOON)).isTrue();
    assertThat(thrown.get()).isInstanceOf(TransportException.class);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void resultDoesNotDependOnTheNumberOfThreads(Protocol protocol) {
    int m = 150;
    int n = 140;
    List<String> results = List.of(1, 2, 3, 6).stream().map(threads -> {
      FieldArray z = session(protocol, threads).run(role -> {
        role.begin(1);
        Secret x = role.input(0, m * 4, () -> role.field().ofSigned(ascending(m * 4)));
        Secret y = role.input(1, n * 4, () -> role.field().ofSigned(ascending(n * 4)));
        Secret z1 = x.product(new MatrixProduct(m, 4, n), y)
            .truncate(Precision.DEFAULT.truncation(Precision.DEFAULT.scale().times(Precision.DEFAULT.scale()),
                role.field().modulus()));
        return z1.product(new ElementwiseProduct(m * n), z1).reveal(Receiver.PARTY_0);
      }).party0();
      return bytes(z);
    }).distinct().toList();
    assertThat(results).hasSize(1);
  }

  private static long[] ascending(int length) {
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      values[i] = (long) (i - length / 2) << 20;
    }
    return values;
  }

  @Test
  void linkIsBetweenThePartiesAndNotBeforeTheDealer() {
    EmbeddedSession slow = new EmbeddedSession(Modulus.MOIETY,
        Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED), Seed.of(1), 2,
        new Link(1, Link.MAX_ROUND_TRIP));
    IllegalStateException enough = new IllegalStateException("the dealer is done");
    AtomicBoolean arrived = new AtomicBoolean();
    assertThatThrownBy(() -> Assertions.assertTimeoutPreemptively(SOON, () -> slow.run(role -> {
      role.begin(1);
      Secret x = input(role, 0, 1, 2, 3);
      arrived.compareAndSet(false, role.party() == 1);
      x.product(new ElementwiseProduct(3), x);
      if (role.party() < 0) {
        throw enough;
      }
      arrived.set(true);
      return 0;
    }))).isSameAs(enough);
    assertThat(arrived).isFalse();
  }

  @Test
  void linkDoesNotChangeResults() {
    Function<Role, FieldArray> square = role -> {
      role.begin(1);
      Secret x = input(role, 0, 1, 2, 3);
      return x.product(new ElementwiseProduct(3), x).reveal(Receiver.BOTH);
    };
    Link link = new Link(Link.MAX_BITS_PER_SECOND, Duration.ofMillis(2));
    FieldArray delayed = new EmbeddedSession(Modulus.MOIETY,
        Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED), Seed.of(1), 2,
        link).run(square).party0();
    assertThat(bytes(delayed)).isEqualTo(bytes(session(MaskPolicy.REUSE, 2).run(square).party0()));
  }

  private static String bytes(FieldArray array) {
    return HexFormat.of().formatHex(Codec.toBytes(Field.moiety(new Workers(1)), array));
  }

  @Test
  void operandsOfAnotherSessionAreRejectedInEveryRole() {
    EmbeddedSession session = session(MaskPolicy.FUSED, 1);
    EmbeddedSession.Outcome<Secret> strangers = session.run(role -> {
      role.begin(1);
      return input(role, 0, 1, 2, 3);
    });
    ElementwiseProduct product = new ElementwiseProduct(3);
    session.run(role -> {
      role.begin(1);
      Secret own = input(role, 0, 4, 5, 6);
      for (Secret stranger : List.of(strangers.party0(), strangers.party1(), strangers.dealer())) {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> own.plus(stranger));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> own.minus(stranger));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> own.product(product, stranger));
      }
      return 0;
    });
  }

  @Test
  void operandsOfTheWrongLengthAreRejectedInEveryRole() {
    session(MaskPolicy.FUSED, 1).run(role -> {
      role.begin(1);
      Secret three = input(role, 0, 4, 5, 6);
      Secret two = input(role, 0, 1, 2);
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> three.plus(two));
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> three.minus(two));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> three.product(new ElementwiseProduct(3), two));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> three.map(new ChannelBroadcast(1, 2, 1)));
      return 0;
    });
  }

  /// A mask never hides two values: what is not kept could be opened again with another value.
  @ParameterizedTest
  @CsvSource({"0,FRESH", "1,FUSED"})
  void rowThatIsNotKeptIsUsedOnce(int owner, MaskPolicy masks) {
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> session(masks, 1).run(role -> {
      var table = role.table(owner, 3, 1, false);
      role.begin(1);
      table.rows(new int[]{0, 2}, () -> role.field().ofSigned(new long[]{1, 2}));
      role.begin(2);
      table.rows(new int[]{1, 2}, () -> role.field().ofSigned(new long[]{3, 4}));
      return 0;
    })).withMessageContaining("row 2");
  }

  @Test
  void nothingSecretIsPrinted() {
    EmbeddedSession session = session(MaskPolicy.FUSED, 1);
    session.run(role -> {
      role.begin(1);
      Secret x = input(role, 0, 123456789, 987654321);
      assertThat(x).hasToString("Secret[2]");
      assertThat(x.product(new ElementwiseProduct(2), x)).hasToString("Secret[2]");
      assertThat(role.toString()).doesNotContain("123456789");
      return 0;
    });
    assertThat(session.toString()).contains("master=Seed,");
    assertThat(SessionSeeds.of(Seed.of(3))).hasToString("SessionSeeds");
  }

  @Test
  void iterationsAscend() {
    session(MaskPolicy.FUSED, 1).run(role -> {
      role.begin(2);
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> role.begin(2));
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> role.begin(1));
      role.begin(3);
      return 0;
    });
  }
}
