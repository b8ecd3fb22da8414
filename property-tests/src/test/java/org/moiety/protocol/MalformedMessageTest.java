package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.DealtMaterial;

/// A message that is not what the protocol expects ends the session where it is received, whoever sent it.
final class MalformedMessageTest {
  private static final int LENGTH = 3;
  private static final long P_HI = Modulus.MOIETY.hi();
  private static final long P_LO = Modulus.MOIETY.lo();

  /// What may be wrong with a frame of [#LENGTH] elements.
  enum Mutation {
    SHORTER(f -> new Frame(Arrays.copyOf(f[0], f[0].length - 1), Arrays.copyOf(f[1], f[1].length - 1))), LONGER(
        f -> new Frame(Arrays.copyOf(f[0], f[0].length + 1), Arrays.copyOf(f[1], f[1].length + 1))), EMPTY(
            f -> new Frame(new long[0], new long[0])), NO_PLANE(f -> new Frame()), ONE_PLANE(
                f -> new Frame(f[0])), THREE_PLANES(f -> new Frame(f[0], f[1], f[1])), SHORT_HIGH_PLANE(
                    f -> new Frame(Arrays.copyOf(f[0], f[0].length - 1), f[1])), SHORT_LOW_PLANE(
                        f -> new Frame(f[0], Arrays.copyOf(f[1], f[1].length - 1))), EXACTLY_P(
                            f -> last(f, P_HI, P_LO)), P_PLUS_ONE(f -> last(f, P_HI, P_LO + 1)), HIGH_WORD_ABOVE(
                                f -> last(f, P_HI + 1, 0)), ALL_ONES(
                                    f -> last(f, -1, -1)), SIGN_BIT(f -> last(f, Long.MIN_VALUE, 0));

    private final java.util.function.Function<long[][], Frame> change;

    Mutation(java.util.function.Function<long[][], Frame> change) {
      this.change = change;
    }

    Frame apply(Frame frame) {
      return change.apply(frame.planes());
    }

    private static Frame last(long[][] planes, long hi, long lo) {
      long[] high = planes[0].clone();
      long[] low = planes[1].clone();
      high[high.length - 1] = hi;
      low[low.length - 1] = lo;
      return new Frame(high, low);
    }
  }

  /// Each way to receive something from the peer; none receives before what it is about.
  enum Receiving {
    INPUT(MaskPolicy.FUSED, role -> role.input(1, LENGTH, () -> role.field().zeros(LENGTH))), KEPT_ROWS(
        MaskPolicy.FUSED,
        role -> role.table(1, LENGTH, 1, true).rows(new int[]{0, 1, 2}, () -> role.field().zeros(LENGTH))), REVEAL(
            MaskPolicy.FUSED, role -> own(role).reveal(Receiver.PARTY_0)), MASKED(MaskPolicy.REUSE,
                role -> own(role).masked()), FRESH_PRODUCT(MaskPolicy.FRESH,
                    role -> own(role).product(new ElementwiseProduct(LENGTH), own(role))), REUSE_PRODUCT(
                        MaskPolicy.REUSE,
                        role -> own(role).product(new ElementwiseProduct(LENGTH), own(role))), FUSED_PRODUCT(
                            MaskPolicy.FUSED, role -> {
                              Secret sum = own(role).product(new ElementwiseProduct(LENGTH), own(role)); // inputs are masked: nothing to receive
                              sum.product(new ElementwiseProduct(LENGTH), sum);
                            }), TRUNCATE(MaskPolicy.FUSED,
                                role -> own(role)
                                    .truncate(new Truncation(2, BigInteger.valueOf(1024), Modulus.MOIETY)));

    private final MaskPolicy masks;
    private final Consumer<Role> operation;

    Receiving(MaskPolicy masks, Consumer<Role> operation) {
      this.masks = masks;
      this.operation = operation;
    }

    private static Secret own(Role role) {
      return role.input(0, LENGTH, () -> role.field().zeros(LENGTH));
    }
  }

  static Stream<Arguments> cases() {
    return Arrays.stream(Receiving.values())
        .flatMap(r -> Arrays.stream(Mutation.values()).map(m -> Arguments.of(r, m)));
  }

  private static Frame honest() {
    return new Frame(new long[]{1, 2, 3}, new long[]{0x5eC2e7, 5, 6});
  }

  private static void receive(Receiving receiving, Frame frame) {
    Field field = Values.field(Modulus.MOIETY);
    InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 20);
    pair.right().send(frame);
    pair.right().send(honest());
    Role role = new Party(0, field, Protocol.semiHonest(receiving.masks, TruncationMethod.MASKED), pair.left(),
        DealtMaterial.party0(field, Seed.of(1)), new Meter());
    role.begin(1);
    receiving.operation.accept(role);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void partyRefusesAMalformedMessage(Receiving receiving, Mutation mutation) {
    assertThatExceptionOfType(TransportException.class).isThrownBy(() -> receive(receiving, mutation.apply(honest())))
        .withMessageStartingWith("malformed message")
        .withMessageNotContainingAny(Long.toString(0x5eC2e7), Long.toHexString(0x5eC2e7));
  }

  @ParameterizedTest
  @EnumSource(Receiving.class)
  void partyTakesAWellFormedMessage(Receiving receiving) {
    receive(receiving, honest());
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void partyRefusesMalformedMaterial(Mutation mutation) {
    Field field = Values.field(Modulus.MOIETY);
    InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 20);
    DealtMaterial material = DealtMaterial.party1(field, Seed.of(1), pair.right());
    pair.left().send(mutation.apply(honest()));
    pair.left().send(mutation.apply(honest()));
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(() -> material.product(LENGTH))
        .withMessageStartingWith("malformed");
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(() -> material.truncationQuotient(LENGTH, 2))
        .withMessageStartingWith("malformed");
  }

  /// A program that sends by every way there is; the tampered frame is the k-th, for all k.
  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void everyMessageOfASessionIsChecked(MaskPolicy masks) {
    int messages = run(masks, 0, UnaryOperator.identity());
    assertThat(messages).isGreaterThanOrEqualTo(4);
    for (int sender = 0; sender < 2; sender++) {
      for (int k = 0; k < messages; k++) {
        for (Mutation mutation : List.of(Mutation.SHORTER, Mutation.EXACTLY_P)) {
          int from = sender;
          int at = k;
          AtomicInteger sent = new AtomicInteger();
          Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20),
              () -> assertThatThrownBy(() -> run(masks, from,
                  frame -> sent.getAndIncrement() == at ? mutation.apply(frame) : frame))
                  .as("%s in message %s of party %s", mutation, at, from).isInstanceOf(TransportException.class));
        }
      }
    }
  }

  /// @return number of messages of the sender
  private static int run(MaskPolicy masks, int sender, UnaryOperator<Frame> tamper) {
    AtomicInteger messages = new AtomicInteger();
    UnaryOperator<Channel> tampering = channel -> new Channel() {
      @Override
      public void send(Frame frame) {
        messages.incrementAndGet();
        channel.send(tamper.apply(frame));
      }

      @Override
      public Frame receive() {
        return channel.receive();
      }

      @Override
      public void close() {
        channel.close();
      }
    };
    new Rig(Modulus.MOIETY, Protocol.semiHonest(masks, TruncationMethod.MASKED), Seed.of(1)).run(
        sender == 0 ? tampering : UnaryOperator.identity(), sender == 1 ? tampering : UnaryOperator.identity(),
        MalformedMessageTest::program);
    return messages.get();
  }

  private static int program(Role role) {
    role.begin(1);
    ElementwiseProduct product = new ElementwiseProduct(LENGTH);
    FieldArray value = role.field().zeros(LENGTH);
    Secret x = role.input(0, LENGTH, () -> value);
    Secret y = role.input(1, LENGTH, () -> value);
    Secret z = x.product(product, y).truncate(new Truncation(2, BigInteger.valueOf(1024), Modulus.MOIETY));
    z.product(product, z).product(product, x).reveal(Receiver.BOTH);
    return 0;
  }
}
