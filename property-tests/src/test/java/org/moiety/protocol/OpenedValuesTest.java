package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.PublicRandom;
import org.moiety.engine.random.Seed;
import org.moiety.layers.layer.Gradients;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.layer.Pass;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.optimizer.Sgd;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// What goes over the wire says nothing about the data: it is uniform, never hides two values under one mask, and two runs have nothing in common.
final class OpenedValuesTest {
  private static final int BATCH = 6;
  private static final int ITERATIONS = 2;

  /// Two convolutions, so that every kind of product occurs, small enough for the test.
  private static final ModelSpec NETWORK = new ModelSpec("small", Shape.of(1, 9, 9),
      List.of(new LayerSpec.Conv2dSpec(3, 3, 3, 1, true, true), new LayerSpec.AveragePoolingSpec(2),
          new LayerSpec.ReluSpec(3, 1), new LayerSpec.Conv2dSpec(4, 3, 3, 1, true, true), new LayerSpec.ReluSpec(3, 1),
          new LayerSpec.FlattenSpec(), new LayerSpec.DenseSpec(10, true)));

  static Stream<Protocol> variants() {
    return Stream.concat(Arrays.stream(MaskPolicy.values())
        .flatMap(m -> Arrays.stream(TruncationMethod.values()).map(t -> Protocol.semiHonest(m, t))),
        Stream.of(Protocol.malicious()));
  }

  /// Training steps without any reveal; all inputs come first.
  private static Function<Role, Integer> steps(MaskPolicy masks, long data) {
    Model model = Model.build(NETWORK, Activation.RELU_APPROX, masks != MaskPolicy.FRESH);
    return role -> {
      Backend backend = new PrivateBackend(role, Precision.DEFAULT);
      backend.begin(1);
      Parameters parameters = model.initial(backend, Seed.of(data));
      PublicRandom random = new PublicRandom(data);
      Tensor[] images = new Tensor[ITERATIONS];
      Tensor[] gradients = new Tensor[ITERATIONS];
      Backend.Table table = backend.table(Backend.DATA_OWNER, "images", BATCH * ITERATIONS, 81, true,
          (row, into, offset) -> pixels(new PublicRandom(data * 1000 + row), into, offset));
      for (int i = 0; i < ITERATIONS; i++) {
        int first = i * BATCH;
        images[i] = table.rows(IntStream.range(first, first + BATCH).toArray(), model.inputShape().batch(BATCH));
        gradients[i] = backend.input(Backend.DATA_OWNER, "gradient", Shape.of(BATCH, 10), () -> {
          double[] d = new double[BATCH * 10];
          Arrays.setAll(d, k -> random.nextDouble() - 0.5);
          return d;
        });
      }
      for (int i = 0; i < ITERATIONS; i++) {
        backend.begin(i + 2);
        Model.Forward forward = model.forward(new Pass(backend, parameters, true, i), images[i]);
        Gradients all = forward.backward(gradients[i]);
        Sgd.of(new BigDecimal("0.01")).step(parameters, all, BATCH);
      }
      return 0;
    };
  }

  private static void pixels(PublicRandom random, float[] into, int offset) {
    for (int i = 0; i < 81; i++) {
      into[offset + i] = random.nextInt(3) == 0 ? (float) random.nextDouble() : 0;
    }
  }

  private static Transcript transcript(Protocol protocol, long seed, long data) {
    return new Rig(Modulus.MOIETY, protocol, Seed.of(seed)).record(steps(protocol.masks(), data));
  }

  private static final int PARAMETERS = 6;
  private static final int DATA_INPUTS = 2 * ITERATIONS;

  private static int top(BigInteger x) {
    return x.shiftRight(122).intValue();
  }

  private static int low(BigInteger x) {
    return x.intValue() & 31;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everythingSentAndOpenedInATrainingStepIsUniform(Protocol protocol) {
    Field field = Values.field(Modulus.MOIETY);
    Transcript t = transcript(protocol, 1, 1);
    List<List<BigInteger>> views = new ArrayList<>();
    views.add(t.opened(field, DATA_INPUTS, PARAMETERS));
    views.add(Transcript.values(field, t.party0(), 0, DATA_INPUTS));
    views.add(Transcript.values(field, t.party1(), 0, PARAMETERS));
    views.add(Transcript.values(field, t.party0(), DATA_INPUTS, t.party0().size()));
    views.add(Transcript.values(field, t.party1(), PARAMETERS, t.party1().size()));
    for (List<BigInteger> view : views) {
      assertThat(view).hasSizeGreaterThan(500);
      assertThat(Statistics.excess(view, 32, OpenedValuesTest::top)).as("top bits").isBetween(-3.5, 5.0);
      assertThat(Statistics.excess(view, 32, OpenedValuesTest::low)).as("low bits").isBetween(-3.5, 5.0);
    }
  }

  /// Values under one mask would differ by the values' difference, which is far below the gaps of uniform numbers.
  @ParameterizedTest
  @MethodSource("variants")
  void noTwoOpenedValuesShareAMask(Protocol protocol) {
    Field field = Values.field(Modulus.MOIETY);
    Transcript t = transcript(protocol, 2, 1);
    List<BigInteger> all = t.opened(field, DATA_INPUTS, PARAMETERS);
    all.addAll(Transcript.values(field, t.party0(), 0, DATA_INPUTS));
    all.addAll(Transcript.values(field, t.party1(), 0, PARAMETERS));
    assertThat(smallestGap(all)).isGreaterThan(BigInteger.ONE.shiftLeft(85));
  }

  private static BigInteger smallestGap(List<BigInteger> values) {
    List<BigInteger> sorted = values.stream().sorted().toList();
    BigInteger smallest = Modulus.MOIETY.value();
    for (int i = 1; i < sorted.size(); i++) {
      smallest = smallest.min(sorted.get(i).subtract(sorted.get(i - 1)));
    }
    return smallest;
  }

  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void runsWithDifferentSeedsHaveNothingInCommon(MaskPolicy masks) {
    Field field = Values.field(Modulus.MOIETY);
    BigInteger p = Modulus.MOIETY.value();
    Transcript one = transcript(Protocol.semiHonest(masks, TruncationMethod.MASKED), 3, 1);
    Transcript other = transcript(Protocol.semiHonest(masks, TruncationMethod.MASKED), 4, 2);
    assertThat(Math.abs(Statistics.correlation(p, one.opened(field, DATA_INPUTS, PARAMETERS),
        other.opened(field, DATA_INPUTS, PARAMETERS)))).isLessThan(5);
    for (int party = 0; party < 2; party++) {
      List<BigInteger> x = sent(field, one, party);
      List<BigInteger> y = sent(field, other, party);
      assertThat(Math.abs(Statistics.correlation(p, x, y))).isLessThan(5);
      List<BigInteger> both = new ArrayList<>(x);
      both.addAll(y);
      assertThat(smallestGap(both)).as("masks of the two runs").isGreaterThan(BigInteger.ONE.shiftLeft(85));
    }
  }

  private static List<BigInteger> sent(Field field, Transcript t, int party) {
    return party == 0
        ? Transcript.values(field, t.party0(), 0, t.party0().size())
        : Transcript.values(field, t.party1(), 0, t.party1().size());
  }

  /// What the tests above look for does show where it is: the same seed on other data.
  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void masksUsedForTwoRunsWouldShow(MaskPolicy masks) {
    Field field = Values.field(Modulus.MOIETY);
    List<BigInteger> one = Transcript.values(field,
        transcript(Protocol.semiHonest(masks, TruncationMethod.MASKED), 5, 1).party0(), 0,
        DATA_INPUTS);
    List<BigInteger> other = Transcript.values(field,
        transcript(Protocol.semiHonest(masks, TruncationMethod.MASKED), 5, 2).party0(), 0,
        DATA_INPUTS);
    assertThat(Statistics.correlation(Modulus.MOIETY.value(), one, other)).isGreaterThan(20);
    one.addAll(other);
    assertThat(smallestGap(one)).isLessThan(BigInteger.ONE.shiftLeft(40));
  }

  /// Modulo 97, where all values can be counted: whatever is hidden, each of the 97 openings is as likely.
  @ParameterizedTest
  @MethodSource("variants")
  void openingsOfAnyValueAreUniformInASmallField(Protocol protocol) {
    Modulus small = new Modulus(BigInteger.valueOf(97));
    Field field = Values.field(small);
    int length = 97 * 50;
    for (long hidden : new long[]{0, 1, 48, 96}) {
      long[] values = new long[length];
      Arrays.fill(values, hidden);
      FieldArray x = field.ofSigned(values);
      Transcript t = new Rig(small, protocol, Seed.of(hidden)).record(role -> {
        role.begin(1);
        Secret a = role.input(0, length, () -> x);
        Secret b = role.input(1, length, () -> x);
        Secret z = a.product(new ElementwiseProduct(length), b);
        z.truncate(new Truncation(4, BigInteger.valueOf(24), small)).product(new ElementwiseProduct(length), z);
        return 0;
      });
      for (List<BigInteger> view : List.of(t.opened(field, 1, 1), sent(field, t, 0), sent(field, t, 1))) {
        if (!view.isEmpty()) {
          assertThat(Statistics.excess(view, 97, BigInteger::intValue)).as("%s hidden", hidden).isBetween(-4.0, 5.0);
        }
      }
    }
  }
}
