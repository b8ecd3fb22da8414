package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Observer;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.Bystanders;
import org.moiety.triples.dealer.EmbeddedSession;

/// Observers see what happens, and change nothing.
final class ObserverTest {
  private static final Modulus MODULUS = Modulus.MOIETY;
  private static final MatrixProduct PRODUCT = new MatrixProduct(2, 3, 2);
  private static final Truncation TRUNCATION = new Truncation(8, BigInteger.ONE.shiftLeft(40), MODULUS);

  static Stream<Protocol> protocols() {
    return Stream.concat(Stream.of(Protocol.malicious()), Stream.of(MaskPolicy.values())
        .map(masks -> Protocol.semiHonest(masks, TruncationMethod.MASKED)));
  }

  /// Keeps what it sees as integers.
  private static final class Seen implements Observer {
    private final Field field = Values.field(MODULUS);
    private final List<BigInteger> drawn = new ArrayList<>();
    private final List<BigInteger> products = new ArrayList<>();
    private final List<BigInteger> sent = new ArrayList<>();
    private final List<BigInteger> received = new ArrayList<>();
    private final List<Long> words = new ArrayList<>();
    private final List<Long> receivedWords = new ArrayList<>();
    private final List<BigInteger> opened = new ArrayList<>();
    private final List<BigInteger> revealed = new ArrayList<>();
    private final List<BigInteger> totals = new ArrayList<>();

    @Override
    public void draws(String purpose, FieldArray share) {
      (purpose.equals(Addresses.PRODUCT) ? products : drawn).addAll(Values.integers(field, share));
    }

    @Override
    public void sends(FieldArray values) {
      sent.addAll(Values.integers(field, values));
    }

    @Override
    public void receives(FieldArray values) {
      received.addAll(Values.integers(field, values));
    }

    @Override
    public void sends(long[] message) {
      words.addAll(Arrays.stream(message).boxed().toList());
    }

    @Override
    public void receives(long[] message) {
      receivedWords.addAll(Arrays.stream(message).boxed().toList());
    }

    @Override
    public void opens(FieldArray own, FieldArray other) {
      opened.addAll(Values.integers(field, field.add(own, other)));
    }

    @Override
    public void reveals(Receiver receiver, FieldArray share, @Nullable FieldArray value) {
      if (value != null) {
        revealed.addAll(Values.integers(field, value));
      }
    }

    @Override
    public void checks(int arrays, FieldArray sigma, FieldArray total) {
      totals.addAll(Values.integers(field, total));
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void seesBothSidesAlikeAndChangesNothing(Protocol protocol) {
    Seen zero = new Seen();
    Seen one = new Seen();
    Seen dealer = new Seen();
    Seed seed = Seed.of(3);
    FieldArray watched = new EmbeddedSession(MODULUS, protocol, seed, 1, null, new Bystanders(zero, one, dealer))
        .run(ObserverTest::program).party0();
    FieldArray unseen = new EmbeddedSession(MODULUS, protocol, seed, 1).run(ObserverTest::program).party0();
    Field field = Values.field(MODULUS);
    assertThat(Values.integers(field, watched)).isEqualTo(Values.integers(field, unseen)).isEqualTo(zero.revealed);
    assertThat(zero.sent).isEqualTo(one.received).isNotEmpty();
    assertThat(one.sent).isEqualTo(zero.received);
    assertThat(zero.words).isEqualTo(one.receivedWords);
    assertThat(one.words).isEqualTo(zero.receivedWords);
    assertThat(zero.opened).isEqualTo(one.opened).isNotEmpty();
    assertThat(one.revealed).isEmpty();
    assertThat(dealer.sent).containsAll(one.products).hasSizeGreaterThanOrEqualTo(one.products.size());
    assertThat(zero.products).hasSameSizeAs(one.products).isNotEmpty();
    assertThat(zero.totals).allMatch(total -> total.signum() == 0).isEqualTo(one.totals);
    assertThat(zero.totals.isEmpty()).isEqualTo(!protocol.equals(Protocol.malicious()));
    assertThat(zero.drawn).isNotEmpty();
  }

  private static FieldArray program(Role role) {
    role.begin(1);
    Field field = role.field();
    int[] rows = IntStream.range(0, 2).toArray();
    Secret x = role.table(0, 2, 3, true).rows(rows, () -> field.ofSigned(new long[]{1, 2, 3, 4, 5, 6}));
    Secret y = role.input(1, 6, () -> field.ofSigned(new long[]{-1, 7, 0, 8, 9, -10}));
    Secret z = x.product(PRODUCT, y);
    FieldArray result = z.truncate(TRUNCATION).plus(z).reveal(Receiver.PARTY_0);
    return result == null ? field.zeros(0) : result;
  }
}
