package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.online.InputTable;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.PublicRandom;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// What every mask policy with every truncation owes: an operation on shares reconstructs exactly to the operation on what they share.
///
/// Sizes and values derive from the property's seed. Operands are unmasked inputs, masked ones, and images of masked ones under a linear map.
interface SecretLaws {
  /// The field of real runs, one of 61 bits, and one so small that everything wraps.
  List<Modulus> MODULI = List.of(Modulus.MOIETY, new Modulus(BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE)),
      new Modulus(BigInteger.valueOf(97)));

  MaskPolicy masks();

  TruncationMethod truncation();

  default Security security() {
    return Security.SEMI_HONEST;
  }

  /// A trial: one session, and the values that its inputs have.
  final class Trial {
    final PublicRandom random;
    final Field field;
    final EmbeddedSession session;
    final Seed master;

    Trial(SecretLaws laws, long seed, int modulus) {
      random = new PublicRandom(seed);
      field = Values.field(MODULI.get(modulus));
      master = Seed.of(seed);
      session = new EmbeddedSession(MODULI.get(modulus), new Protocol(laws.masks(), laws.truncation(), laws.security()),
          master, 1);
    }

    FieldArray anything(int length) {
      return Values.array(field, Values.anything(field.modulus(), random, length));
    }

    Element element() {
      return field.element(Values.anything(field.modulus(), random, 1).getFirst());
    }

    /// What both parties see of the program's result.
    List<BigInteger> run(Function<Role, Secret> program) {
      return revealed(role -> program.apply(role).reveal(Receiver.BOTH));
    }

    List<BigInteger> revealed(Function<Role, FieldArray> program) {
      EmbeddedSession.Outcome<List<BigInteger>> outcome = session.run(role -> {
        role.begin(1);
        FieldArray result = program.apply(role);
        return result == null ? List.of() : Values.integers(field, result);
      });
      assertThat(outcome.party1()).isEqualTo(outcome.party0());
      assertThat(outcome.dealer()).isEmpty();
      return outcome.party0();
    }

    void agrees(Function<Role, Secret> program, FieldArray expected) {
      assertThat(run(program)).isEqualTo(Values.integers(field, expected));
    }
  }

  /// An input in one of the states that an operand may be in.
  static Secret operand(Role role, int owner, FieldArray value, int state) {
    Secret x = role.input(owner, value.length(), () -> value);
    return switch (state) {
      case 0 -> x;
      case 1 -> x.masked();
      default -> x.masked().map(new ChannelBroadcast(1, value.length(), 1));
    };
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  default void inputsOfEitherPartyReconstruct(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(max = 1) int owner, @ForAll @IntRange(max = 2) int state) {
    Trial t = new Trial(this, seed, modulus);
    FieldArray x = t.anything(1 + t.random.nextInt(20));
    t.agrees(role -> operand(role, owner, x, state), x);
  }

  /// Shares from a file are secrets like others, and every secret can go to one.
  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  default void sharesAreImportedAndExported(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(max = 2) int state) {
    Trial t = new Trial(this, seed, modulus);
    int length = 1 + t.random.nextInt(10);
    FieldArray[] shares = {t.anything(length), t.anything(length)};
    FieldArray y = t.anything(length);
    FieldArray x = t.field.add(shares[0], shares[1]);
    ElementwiseProduct product = new ElementwiseProduct(length);
    t.agrees(role -> {
      Secret imported = role.importShare(length, () -> shares[role.party()]);
      return imported.product(product, operand(role, 1, y, state)).plus(imported);
    }, t.field.add(t.field.multiply(x, y), x));
    EmbeddedSession.Outcome<FieldArray> exported = t.session.run(role -> {
      role.begin(1);
      return role.exportShare(operand(role, 1, y, state).times(t.field.element(3)));
    });
    assertThat(exported.dealer()).isNull();
    assertThat(Values.integers(t.field, t.field.add(exported.party0(), exported.party1())))
        .isEqualTo(Values.integers(t.field, t.field.times(y, t.field.element(3))));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  default void linearMapsReconstruct(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(max = 2) int state) {
    Trial t = new Trial(this, seed, modulus);
    LinearMap f = Bilinear.linear(t.random);
    FieldArray x = t.anything(f.inputLength());
    t.agrees(role -> operand(role, 0, x, state).map(f), f.apply(t.field, x));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  default void sumsAndDifferencesReconstruct(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(max = 2) int stateX, @ForAll @IntRange(max = 2) int stateY) {
    Trial t = new Trial(this, seed, modulus);
    int length = 1 + t.random.nextInt(20);
    FieldArray x = t.anything(length);
    FieldArray y = t.anything(length);
    t.agrees(role -> operand(role, 0, x, stateX).plus(operand(role, 1, y, stateY)), t.field.add(x, y));
    t.agrees(role -> operand(role, 0, x, stateX).minus(operand(role, 1, y, stateY)), t.field.subtract(x, y));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  default void sumsWithAnImageReconstruct(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(max = 2) int stateX, @ForAll @IntRange(max = 2) int stateY) {
    Trial t = new Trial(this, seed, modulus);
    LinearMap f = Bilinear.linear(t.random);
    FieldArray x = t.anything(f.outputLength());
    FieldArray y = t.anything(f.inputLength());
    t.agrees(role -> operand(role, 0, x, stateX).plus(f, operand(role, 1, y, stateY)),
        t.field.add(x, f.apply(t.field, y)));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  default void linearCombinationsReconstruct(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(min = 1, max = 4) int count, @ForAll @IntRange(max = 2) int stateX,
      @ForAll @IntRange(max = 2) int stateY) {
    Trial t = new Trial(this, seed, modulus);
    int length = 1 + t.random.nextInt(20);
    List<FieldArray> terms = new ArrayList<>();
    List<Element> factors = new ArrayList<>();
    Element constant = t.random.nextInt(2) == 0 ? Element.ZERO : t.element();
    FieldArray expected = t.field.plus(t.field.zeros(length), constant);
    for (int i = 0; i < count; i++) {
      terms.add(t.anything(length));
      factors.add(t.element());
      expected = t.field.add(expected, t.field.times(terms.getLast(), factors.getLast()));
    }
    t.agrees(role -> {
      List<Secret> secrets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        secrets.add(operand(role, i % 2, terms.get(i), i % 2 == 0 ? stateX : stateY));
      }
      return secrets.getFirst().combine(factors, secrets.subList(1, count), constant);
    }, expected);
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  default void publicConstantsReconstruct(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(max = 2) int state) {
    Trial t = new Trial(this, seed, modulus);
    FieldArray x = t.anything(1 + t.random.nextInt(20));
    Element c = t.element();
    t.agrees(role -> operand(role, 1, x, state).times(c), t.field.times(x, c));
    t.agrees(role -> operand(role, 1, x, state).plusPublic(c), t.field.plus(x, c));
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  default void productsWithPublicOperandsReconstruct(@ForAll long seed, @ForAll Bilinear kind,
      @ForAll @IntRange(max = 2) int modulus, @ForAll @IntRange(max = 2) int state) {
    Trial t = new Trial(this, seed, modulus);
    BilinearMap f = kind.random(t.random);
    FieldArray x = t.anything(f.leftLength());
    FieldArray y = t.anything(f.rightLength());
    t.agrees(role -> operand(role, 0, x, state).productPublic(f, y), f.apply(t.field, x, y));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  default void productsReconstruct(@ForAll long seed, @ForAll Bilinear kind, @ForAll @IntRange(max = 2) int modulus,
      @ForAll @IntRange(max = 2) int stateX, @ForAll @IntRange(max = 2) int stateY) {
    Trial t = new Trial(this, seed, modulus);
    BilinearMap f = kind.random(t.random);
    FieldArray x = t.anything(f.leftLength());
    FieldArray y = t.anything(f.rightLength());
    t.agrees(role -> operand(role, 0, x, stateX).product(f, operand(role, 1, y, stateY)), f.apply(t.field, x, y));
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  default void aSecretTimesItselfAndItsImageReconstruct(@ForAll long seed, @ForAll @IntRange(max = 2) int modulus) {
    Trial t = new Trial(this, seed, modulus);
    int length = 1 + t.random.nextInt(10);
    FieldArray x = t.anything(length);
    LinearMap f = Bilinear.gather(t.random, length, length);
    BilinearMap times = new ElementwiseProduct(length);
    Field field = t.field;
    FieldArray square = field.multiply(x, x);
    t.agrees(role -> {
      Secret s = role.input(0, length, () -> x);
      Secret z = s.product(times, s).product(times, s.map(f));
      return z.plus(s.product(times, z));
    }, field.add(field.multiply(square, f.apply(field, x)),
        field.multiply(x, field.multiply(square, f.apply(field, x)))));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void truncationsRoundAsTheirMethodSays(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int shift,
      @ForAll boolean shifts, @ForAll @IntRange(max = 2) int state, @ForAll @IntRange(max = 1) int owner) {
    Trial t = new Trial(this, seed, 0);
    long divisor = shifts ? 1L << shift : 1 + (t.random.nextLong() >>> 1 + t.random.nextInt(60));
    BigInteger offset = BigInteger.valueOf(divisor).shiftLeft(20);
    List<BigInteger> v = Values.small(t.random, 1 + t.random.nextInt(12), offset.bitLength() - 2);
    Truncation truncation = new Truncation(divisor, offset, t.field.modulus());
    FieldArray x = Values.array(t.field, v);
    Function<Role, Secret> program = role -> operand(role, owner, x, state).truncate(truncation);
    List<BigInteger> y = Values.signed(t.field, Values.array(t.field, t.run(program)));
    List<BigInteger> replayed = truncation() == TruncationMethod.MASKED ? replay(t, program, truncation, v) : y;
    for (int i = 0; i < v.size(); i++) {
      assertThat(y.get(i)).isEqualTo(replayed.get(i));
      BigInteger above = y.get(i).subtract(floor(v.get(i), divisor));
      assertThat(above).as("%s / %s", v.get(i), divisor).isBetween(
          BigInteger.valueOf(truncation() == TruncationMethod.LOCAL ? -1 : 0), BigInteger.ONE);
      boolean exact = v.get(i).mod(BigInteger.valueOf(divisor)).signum() == 0;
      if (exact && truncation() == TruncationMethod.MASKED) {
        assertThat(above).isEqualTo(BigInteger.ZERO);
      }
    }
  }

  private static List<BigInteger> replay(Trial t, Function<Role, Secret> program, Truncation truncation,
      List<BigInteger> v) {
    try (ReplayedMasks masks = ReplayedMasks.of(t.field, t.session.protocol(), SessionSeeds.of(t.master), role -> {
      role.begin(1);
      program.apply(role);
    })) {
      return replay(t.field, truncation, v, masks.next(v.size()));
    }
  }

  /// `floor((v + offset + r) / D) - floor(r / D) - offset / D` as integers.
  static List<BigInteger> replay(Field field, Truncation truncation, List<BigInteger> v, FieldArray masks) {
    BigInteger p = field.modulus().value();
    BigInteger divisor = BigInteger.valueOf(truncation.divisor());
    List<BigInteger> r = Values.integers(field, masks);
    List<BigInteger> result = new ArrayList<>();
    for (int i = 0; i < v.size(); i++) {
      BigInteger c = v.get(i).add(truncation.offset()).add(r.get(i)).mod(p);
      BigInteger y = c.divide(divisor).subtract(r.get(i).divide(divisor)).subtract(truncation.offset().divide(divisor))
          .mod(p);
      result.add(y.compareTo(p.shiftRight(1)) > 0 ? y.subtract(p) : y);
    }
    return result;
  }

  static BigInteger floor(BigInteger v, long divisor) {
    BigInteger d = BigInteger.valueOf(divisor);
    return v.subtract(v.mod(d)).divide(d);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  default void revealsReachTheirReceiversAlone(@ForAll long seed, @ForAll Receiver receiver,
      @ForAll @IntRange(max = 2) int state) {
    Trial t = new Trial(this, seed, 0);
    FieldArray x = t.anything(5);
    EmbeddedSession.Outcome<Boolean> learnt = t.session.run(role -> {
      role.begin(1);
      FieldArray seen = operand(role, 1, x, state).reveal(receiver);
      if (seen != null) {
        assertThat(Values.integers(t.field, seen)).isEqualTo(Values.integers(t.field, x));
      }
      return seen != null;
    });
    assertThat(learnt.party0()).isEqualTo(receiver != Receiver.PARTY_1);
    assertThat(learnt.party1()).isEqualTo(receiver != Receiver.PARTY_0);
    assertThat(learnt.dealer()).isFalse();
  }

  /// Rows are asked for in several batches, some seen before, some not, and used in products; one party's and the other's.
  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  default void rowsOfATableReconstructInEveryBatch(@ForAll long seed, @ForAll @IntRange(max = 1) int owner) {
    Trial t = new Trial(this, seed, 0);
    int rows = 5;
    int rowLength = 1 + t.random.nextInt(4);
    FieldArray table = t.anything(rows * rowLength);
    List<int[]> batches = new ArrayList<>();
    for (int b = 0; b < 4; b++) {
      int[] order = t.random.permutation(rows);
      batches.add(Arrays.copyOf(order, 1 + t.random.nextInt(rows)));
    }
    BilinearMap[] products = batches.stream().map(b -> new ElementwiseProduct(
        b.length * rowLength)).toArray(BilinearMap[]::new);
    Map<Integer, FieldArray> expected = new TreeMap<>();
    for (int b = 0; b < batches.size(); b++) {
      FieldArray value = pick(t.field, table, batches.get(b), rowLength);
      expected.put(b, t.field.multiply(value, value));
    }
    t.session.run(role -> {
      InputTable inputs = role.table(owner, rows, rowLength, true);
      for (int b = 0; b < batches.size(); b++) {
        role.begin(b + 1);
        int[] chosen = batches.get(b);
        Secret x = inputs.rows(chosen, () -> pick(t.field, table, chosen, rowLength));
        FieldArray square = x.product(products[b], x).reveal(Receiver.BOTH);
        if (square != null) {
          assertThat(Values.integers(t.field, square)).isEqualTo(Values.integers(t.field, expected.get(b)));
        }
      }
      return 0;
    });
  }

  private static FieldArray pick(Field field, FieldArray table, int[] rows, int rowLength) {
    FieldArray result = field.zeros(rows.length * rowLength);
    for (int i = 0; i < rows.length; i++) {
      field.copy(table, rows[i] * rowLength, result, i * rowLength, rowLength);
    }
    return result;
  }
}
