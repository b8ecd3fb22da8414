package org.moiety.engine.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.moiety.engine.kernel.GatherPlan;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;

/// Operations of a field are those of integers modulo p, for every modulus.
final class FieldProperties {
  private static final int TRIES = 60;

  @Provide
  Arbitrary<Modulus> moduli() {
    return Arbitraries.of(Elements.MODULI);
  }

  private static List<BigInteger> zip(BigInteger p, List<BigInteger> a, List<BigInteger> b,
      BinaryOperator<BigInteger> f) {
    return IntStream.range(0, a.size()).mapToObj(i -> f.apply(a.get(i), b.get(i)).mod(p)).toList();
  }

  /// Operands of a random length.
  private record Operands(Field field, BigInteger p, SplittableRandom random, List<BigInteger> a, List<BigInteger> b,
      BigInteger c) {
    static Operands of(Modulus modulus, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int length = random.nextInt(40);
      return new Operands(Elements.field(modulus), modulus.value(), random,
          Elements.anything(modulus, random, length), Elements.anything(modulus, random, length),
          Elements.anything(modulus, random, 1).getFirst());
    }

    FieldArray x() {
      return Elements.array(field, a);
    }

    FieldArray y() {
      return Elements.array(field, b);
    }

    Element constant() {
      return field.element(c);
    }

    void agrees(FieldArray result, BinaryOperator<BigInteger> expected) {
      assertThat(Elements.integers(field, result)).isEqualTo(zip(p, a, b, expected));
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void elementwiseOperationsAreThoseOfIntegersModuloP(@ForAll("moduli") Modulus modulus, @ForAll long seed) {
    Operands o = Operands.of(modulus, seed);
    BigInteger half = BigInteger.TWO.modInverse(o.p);
    Field f = o.field;
    o.agrees(f.add(o.x(), o.y()), BigInteger::add);
    o.agrees(f.subtract(o.x(), o.y()), BigInteger::subtract);
    o.agrees(f.negate(o.x()), (a, b) -> a.negate());
    o.agrees(f.multiply(o.x(), o.y()), BigInteger::multiply);
    o.agrees(f.halve(o.x()), (a, b) -> a.multiply(half));
    o.agrees(f.plusHalf(o.x(), o.y()), (a, b) -> a.add(b.multiply(half)));
    o.agrees(f.plus(o.x(), o.constant()), (a, b) -> a.add(o.c));
    o.agrees(f.times(o.x(), o.constant()), (a, b) -> a.multiply(o.c));
    o.agrees(f.timesPlus(o.x(), o.constant(), o.y()), (a, b) -> a.multiply(o.c).add(b));
    o.agrees(f.plus(f.zeros(o.a.size()), f.half(o.constant())), (a, b) -> o.c.multiply(half));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void floorDivisionIsThatOfIntegersBelowP(@ForAll("moduli") Modulus modulus, @ForAll long seed,
      @ForAll @IntRange(max = 62) int bits, @ForAll boolean power) {
    Operands o = Operands.of(modulus, seed);
    long divisor = power ? 1L << bits : 1 + (o.random.nextLong() >>> (64 - Math.max(1, bits)));
    o.agrees(o.field.floorDivide(o.x(), divisor), (a, b) -> a.divide(BigInteger.valueOf(divisor)));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void combinationsAreSumsOfMultiples(@ForAll("moduli") Modulus modulus, @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int count) {
    Operands o = Operands.of(modulus, seed);
    List<List<BigInteger>> terms = new ArrayList<>();
    List<BigInteger> factors = Elements.anything(modulus, o.random, count);
    List<BigInteger> expected = new ArrayList<>(o.a.stream().map(a -> o.c).toList());
    for (int k = 0; k < count; k++) {
      terms.add(Elements.anything(modulus, o.random, o.a.size()));
      BigInteger factor = factors.get(k);
      expected = zip(o.p, expected, terms.get(k), (sum, x) -> sum.add(x.multiply(factor)));
    }
    FieldArray result = o.field.combine(factors.stream().map(o.field::element).toList(),
        terms.stream().map(t -> Elements.array(o.field, t)).toList(), o.constant());
    assertThat(Elements.integers(o.field, result)).isEqualTo(expected);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void gatheredSumsAddTheirSourcesInEachBlock(@ForAll("moduli") Modulus modulus, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Field field = Elements.field(modulus);
    int repeats = 1 + random.nextInt(4);
    int input = 1 + random.nextInt(6);
    int output = random.nextInt(6);
    int[] starts = new int[output + 1];
    for (int i = 0; i < output; i++) {
      starts[i + 1] = starts[i] + random.nextInt(5);
    }
    int[] sources = random.ints(starts[output], 0, input).toArray();
    List<BigInteger> a = Elements.anything(modulus, random, repeats * input);
    FieldArray result = field.zeros(repeats * output);
    field.gatherSum(Elements.array(field, a), new GatherPlan(input, starts, sources), repeats, result, 0);
    List<BigInteger> expected = new ArrayList<>();
    for (int e = 0; e < repeats; e++) {
      for (int i = 0; i < output; i++) {
        BigInteger sum = BigInteger.ZERO;
        for (int s = starts[i]; s < starts[i + 1]; s++) {
          sum = sum.add(a.get(e * input + sources[s]));
        }
        expected.add(sum.mod(modulus.value()));
      }
    }
    assertThat(Elements.integers(field, result)).isEqualTo(expected);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void channelsGetTheirValueAtEveryPlace(@ForAll("moduli") Modulus modulus, @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int outer, @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 4) int inner) {
    SplittableRandom random = new SplittableRandom(seed);
    Field field = Elements.field(modulus);
    List<BigInteger> a = Elements.anything(modulus, random, outer * channels * inner);
    List<BigInteger> bias = Elements.anything(modulus, random, channels);
    FieldArray result = field.plusChannels(Elements.array(field, a), Elements.array(field, bias), inner);
    assertThat(Elements.integers(field, result)).isEqualTo(IntStream.range(0, a.size())
        .mapToObj(i -> a.get(i).add(bias.get(i / inner % channels)).mod(modulus.value())).toList());
  }

  @Property(tries = TRIES)
  void signedIntegersRoundTrip(@ForAll("moduli") Modulus modulus, @ForAll List<Long> values) {
    Field field = Elements.field(modulus);
    FieldArray a = field.ofSigned(values.stream().mapToLong(v -> v).toArray());
    BigInteger p = modulus.value();
    List<BigInteger> expected = values.stream().map(v -> BigInteger.valueOf(v).mod(p)).toList();
    assertThat(Elements.integers(field, a)).isEqualTo(expected);
    Limbs signed = field.signedIntegers(a);
    boolean[] positive = field.isPositive(a);
    for (int i = 0; i < values.size(); i++) {
      BigInteger centred = expected.get(i).compareTo(p.shiftRight(1)) > 0
          ? expected.get(i).subtract(p)
          : expected.get(i);
      assertThat(BigInteger.valueOf(signed.hi()[i]).shiftLeft(64).add(Elements.word(signed.lo()[i])))
          .isEqualTo(centred);
      assertThat(positive[i]).isEqualTo(centred.signum() > 0);
    }
  }

  @Property(tries = TRIES)
  void integersAndWordsRoundTrip(@ForAll("moduli") Modulus modulus, @ForAll long seed) {
    Field field = Elements.field(modulus);
    List<BigInteger> values = Elements.anything(modulus, new SplittableRandom(seed), 20);
    FieldArray a = Elements.array(field, values);
    assertThat(Elements.integers(field, a)).isEqualTo(values);
    long[][] planes = field.planes(a);
    assertThat(Elements.integers(field, field.ofWords(planes[0], planes[1]))).isEqualTo(values);
  }

  @Property(tries = TRIES)
  void wordsFromElsewhereMustBeBelowP(@ForAll("moduli") Modulus modulus,
      @ForAll @LongRange(min = 0, max = 3) long above,
      @ForAll @IntRange(max = 4) int at) {
    Field field = Elements.field(modulus);
    BigInteger bad = modulus.value().add(BigInteger.valueOf(above));
    for (BigInteger word : List.of(bad, BigInteger.ONE.shiftLeft(127), BigInteger.ONE.shiftLeft(128).subtract(
        BigInteger.ONE))) {
      Limbs words = Limbs.zeros(5);
      words.hi()[at] = word.shiftRight(64).longValue();
      words.lo()[at] = word.longValue();
      String message = "element " + at + " of 5 is not below p";
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> field.ofWords(words.hi(), words.lo())).withMessage(message);
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> field.ofIntegers(words))
          .withMessage(message);
    }
  }

  @Property(tries = TRIES)
  void keptElementsStayAndOthersAreZero(@ForAll("moduli") Modulus modulus, @ForAll List<Boolean> kept,
      @ForAll long seed) {
    Field field = Elements.field(modulus);
    List<BigInteger> a = Elements.anything(modulus, new SplittableRandom(seed), kept.size());
    boolean[] keep = new boolean[kept.size()];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = kept.get(i);
    }
    assertThat(Elements.integers(field, field.keep(Elements.array(field, a), keep)))
        .isEqualTo(IntStream.range(0, keep.length).mapToObj(i -> keep[i] ? a.get(i) : BigInteger.ZERO).toList());
  }

  /// Long arrays are split over the threads, at places that must not show.
  @Example
  void resultsDoNotDependOnTheNumberOfThreads() {
    int length = 70_003;
    List<BigInteger> a = Elements.anything(Modulus.MOIETY, new SplittableRandom(1), length);
    List<BigInteger> b = Elements.anything(Modulus.MOIETY, new SplittableRandom(2), length);
    BigInteger p = Modulus.MOIETY.value();
    for (int threads = 1; threads <= 3; threads++) {
      try (Workers workers = new Workers(threads)) {
        Field field = Elements.field(Modulus.MOIETY, workers);
        FieldArray x = Elements.array(field, a);
        FieldArray y = Elements.array(field, b);
        assertThat(Elements.integers(field, field.subtract(field.multiply(x, y), x)))
            .isEqualTo(zip(p, a, b, (u, v) -> u.multiply(v).subtract(u)));
        int[] starts = IntStream.rangeClosed(0, length).toArray();
        int[] reversed = IntStream.range(0, length).map(i -> length - 1 - i).toArray();
        FieldArray mirror = field.zeros(length);
        field.gatherSum(x, new GatherPlan(length, starts, reversed), 1, mirror, 0);
        assertThat(Elements.integers(field, mirror)).isEqualTo(a.reversed());
      }
    }
  }

  @Example
  void rangesLeaveTheRestAlone() {
    Field field = Elements.field(Modulus.MOIETY);
    FieldArray a = field.ofSigned(new long[]{1, 2, 3, 4, 5});
    FieldArray into = field.ofSigned(new long[]{9, 9, 9, 9, 9});
    field.add(a, a, into, 1, 3);
    assertThat(Elements.integers(field, into)).map(BigInteger::intValue).containsExactly(9, 4, 6, 9, 9);
    field.copy(a, 3, into, 0, 2);
    assertThat(Elements.integers(field, into)).map(BigInteger::intValue).containsExactly(4, 5, 6, 9, 9);
    assertThat(Elements.integers(field, field.slice(a, 1, 3))).map(BigInteger::intValue).containsExactly(2, 3, 4);
    FieldArray sum = field.ofSigned(new long[]{10, 20});
    field.addBlock(a, 2, sum);
    assertThat(Elements.integers(field, sum)).map(BigInteger::intValue).containsExactly(13, 24);
  }

  @Example
  void operandsOfDifferentLengthsAreRejected() {
    Field field = Elements.field(Modulus.MOIETY);
    FieldArray two = field.zeros(2);
    FieldArray three = field.zeros(3);
    List<BiFunction<FieldArray, FieldArray, FieldArray>> operations = List.of(field::add, field::subtract,
        field::multiply, field::plusHalf, (x, y) -> field.timesPlus(x, Element.ZERO, y),
        (x, y) -> field.combine(List.of(Element.ZERO, Element.ZERO), List.of(x, y), Element.ZERO));
    for (var operation : operations) {
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> operation.apply(two, three))
          .withMessageContaining("2").withMessageContaining("3");
    }
  }

  @Example
  void onlyTheLengthIsPrinted() {
    Field field = Elements.field(Modulus.MOIETY);
    assertThat(field.ofSigned(new long[]{123456789, -5})).hasToString("FieldArray[2]");
  }
}
