package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// What every implementation of [FieldKernels] does, against `BigInteger`, for every modulus of [Blocks#MODULI].
interface FieldKernelsLaws {
  int TRIES = 60;
  int MAX_LENGTH = 200;
  int MAX_SIDE = 20;

  FieldKernels kernels(Modulus modulus);

  @Provide
  default Arbitrary<Modulus> moduli() {
    return Arbitraries.of(Blocks.MODULI);
  }

  @Provide
  default Arbitrary<Long> seeds() {
    return Arbitraries.longs().withoutEdgeCases();
  }

  /// One, powers of two, decimal powers, the largest, and anything between.
  @Provide
  default Arbitrary<Long> divisors() {
    Arbitrary<Long> powers = Arbitraries.integers().between(0, 62).map(t -> 1L << t);
    Arbitrary<Long> decimal = Arbitraries.of(10L, 1000L, 1_000_000_000_000L, Long.MAX_VALUE, Long.MAX_VALUE - 1,
        (1L << 62) + 1);
    return Arbitraries.oneOf(powers, decimal, Arbitraries.longs().between(1, Long.MAX_VALUE));
  }

  @Property(tries = TRIES)
  default void sumsAreThoseOfIntegersModuloP(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int length, @ForAll("seeds") long seed) {
    Fixture f = new Fixture(kernels(modulus), length, seed);
    f.check((k, r) -> k.add(f.a, f.b, r, f.from, f.to), BigInteger::add);
    f.check((k, r) -> k.subtract(f.a, f.b, r, f.from, f.to), BigInteger::subtract);
    f.check((k, r) -> k.negate(f.a, r, f.from, f.to), (x, y) -> x.negate());
    f.check((k, r) -> k.halve(f.a, r, f.from, f.to), (x, y) -> x.multiply(BigInteger.TWO.modInverse(f.p)));
    f.check((k, r) -> k.addConstant(f.a, f.c.hi()[0], f.c.lo()[0], r, f.from, f.to),
        (x, y) -> x.add(Blocks.get(f.c, 0)));
  }

  @Property(tries = TRIES)
  default void productsAreMontgomeryProducts(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int length, @ForAll("seeds") long seed) {
    Fixture f = new Fixture(kernels(modulus), length, seed);
    BigInteger c = Blocks.get(f.c, 0);
    f.check((k, r) -> k.multiply(f.a, f.b, r, f.from, f.to), (x, y) -> x.multiply(y).multiply(f.inverseR));
    f.check((k, r) -> k.scale(f.a, f.c.hi()[0], f.c.lo()[0], r, f.from, f.to),
        (x, y) -> x.multiply(c).multiply(f.inverseR));
    f.check((k, r) -> k.scalePlus(f.a, f.c.hi()[0], f.c.lo()[0], f.b, r, f.from, f.to),
        (x, y) -> x.multiply(c).multiply(f.inverseR).add(y));
    f.check((k, r) -> k.toMontgomery(f.a, r, f.from, f.to), (x, y) -> x.multiply(Blocks.R));
    f.check((k, r) -> k.fromMontgomery(f.a, r, f.from, f.to), (x, y) -> x.multiply(f.inverseR));
  }

  /// Candidates are used up to the first that is p or more, whose position is told, so that a caller can replace it and go on behind it.
  @Property(tries = TRIES)
  default void candidatesBelowPAreSetAddedAndSubtracted(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int length, @ForAll @IntRange(max = 9) int skipped,
      @ForAll("seeds") long seed) {
    Fixture f = new Fixture(kernels(modulus), length, seed);
    int first = f.from - skipped;
    Limbs words = Blocks.candidates(modulus, f.to - first, seed + 4);
    byte[] low = Blocks.littleEndian(words.lo());
    byte[] high = Blocks.littleEndian(words.hi());
    List<Draw> draws = List.of(f.kernels::setDrawn, f.kernels::addDrawn, f.kernels::subtractDrawn);
    List<BinaryOperator<BigInteger>> laws = List.of((a, w) -> w, BigInteger::add, BigInteger::subtract);
    for (int use = 0; use < draws.size(); use++) {
      Limbs actual = Blocks.copy(f.a);
      List<BigInteger> expected = new ArrayList<>(Blocks.words(f.a));
      for (int from = f.from; from < f.to;) {
        int refused = from;
        for (; refused < f.to; refused++) {
          BigInteger candidate = Blocks.get(words, refused - first)
              .mod(BigInteger.ONE.shiftLeft(modulus.bits()));
          if (candidate.compareTo(f.p) >= 0) {
            break;
          }
          expected.set(refused, laws.get(use).apply(expected.get(refused), candidate).mod(f.p));
        }
        assertThat(draws.get(use).apply(low, high, first, actual, from, f.to)).isEqualTo(refused);
        assertThat(Blocks.words(actual)).isEqualTo(expected);
        from = refused + 1;
      }
    }
  }

  @Provide
  default Arbitrary<Long> smallFactors() {
    return Arbitraries.oneOf(Arbitraries.of(0L, 1L, -1L, 0xFFFFFFFFL, -0xFFFFFFFFL, 1L << 31),
        Arbitraries.longs().between(-0xFFFFFFFFL, 0xFFFFFFFFL));
  }

  @Property(tries = TRIES)
  default void smallMultiplesAreThoseOfIntegers(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int length, @ForAll("smallFactors") long factor, @ForAll("seeds") long seed) {
    Fixture f = new Fixture(kernels(modulus), length, seed);
    BigInteger c = BigInteger.valueOf(factor);
    f.check((k, r) -> k.multiple(f.a, factor, r, f.from, f.to), (x, y) -> x.multiply(c));
    f.check((k, r) -> k.multiplePlus(f.a, factor, f.b, r, f.from, f.to), (x, y) -> x.multiply(c).add(y));
  }

  @Property(tries = TRIES)
  default void theFirstWordThatIsNotBelowPIsFound(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int length, @ForAll @IntRange(max = 3) int wrong,
      @ForAll("seeds") long seed) {
    Fixture f = new Fixture(kernels(modulus), length, seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<BigInteger> large = List.of(f.p, f.p.add(BigInteger.ONE), Blocks.R.subtract(BigInteger.ONE),
        BigInteger.ONE.shiftLeft(127));
    for (int i = 0; i < wrong && length > 0; i++) {
      Blocks.set(f.a, random.nextInt(length), large.get(random.nextInt(large.size())));
    }
    int expected = f.from;
    while (expected < f.to && Blocks.get(f.a, expected).compareTo(f.p) < 0) {
      expected++;
    }
    assertThat(f.kernels.firstNotBelow(f.a, f.from, f.to)).isEqualTo(expected);
  }

  @Property(tries = TRIES)
  default void floorDivisionIsThatOfIntegers(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int length,
      @ForAll("divisors") long divisor, @ForAll("seeds") long seed) {
    Fixture f = new Fixture(kernels(modulus), length, seed);
    f.check((k, r) -> k.floorDivide(f.a, divisor, r, f.from, f.to),
        (x, y) -> x.multiply(f.inverseR).mod(f.p).divide(BigInteger.valueOf(divisor)).multiply(Blocks.R));
  }

  @Property(tries = TRIES)
  default void resultMayReplaceAnOperand(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int length, @ForAll("seeds") long seed) {
    FieldKernels kernels = kernels(modulus);
    List<Binary> operations = List.of((a, b, r) -> kernels.add(a, b, r, 0, length),
        (a, b, r) -> kernels.subtract(a, b, r, 0, length),
        (a, b, r) -> kernels.negate(a, r, 0, length), (a, b, r) -> kernels.halve(a, r, 0, length),
        (a, b, r) -> kernels.addConstant(a, modulus.oneHi(), modulus.oneLo(), r, 0, length),
        (a, b, r) -> kernels.multiply(a, b, r, 0, length),
        (a, b, r) -> kernels.scale(a, modulus.squareHi(), modulus.squareLo(), r, 0, length),
        (a, b, r) -> kernels.scalePlus(a, modulus.squareHi(), modulus.squareLo(), b, r, 0, length),
        (a, b, r) -> kernels.multiple(a, -12345, r, 0, length),
        (a, b, r) -> kernels.multiplePlus(a, 12345, b, r, 0, length),
        (a, b, r) -> kernels.fromMontgomery(a, r, 0, length), (a, b, r) -> kernels.toMontgomery(a, r, 0, length),
        (a, b, r) -> kernels.floorDivide(a, 12345, r, 0, length));
    Limbs a = Blocks.random(modulus, length, seed);
    Limbs b = Blocks.random(modulus, length, seed + 1);
    for (Binary operation : operations) {
      Limbs apart = Limbs.zeros(length);
      operation.apply(a, b, apart);
      Limbs overA = Blocks.copy(a);
      operation.apply(overA, b, overA);
      Limbs overB = Blocks.copy(b);
      operation.apply(a, overB, overB);
      assertThat(Blocks.words(overA)).isEqualTo(Blocks.words(apart));
      assertThat(Blocks.words(overB)).isEqualTo(Blocks.words(apart));
    }
  }

  /// Windows of neighbours (runs), and sources at random (gathers), up to many and none for one output.
  @Property(tries = 4 * TRIES)
  default void gatheredSumsAddTheirSources(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(max = MAX_LENGTH) int outputs, @ForAll @IntRange(max = 3) int neighbours,
      @ForAll("seeds") long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int inputs = outputs + random.nextInt(1, 20);
    int[] starts = new int[outputs + 1];
    List<Integer> sources = new ArrayList<>();
    int most = random.nextInt(5) == 0 ? 100 : 5;
    for (int o = 0; o < outputs; o++) {
      int terms = neighbours == 0 ? random.nextInt(most) : 4;
      for (int t = 0; t < terms; t++) {
        int source = neighbours == 0 ? random.nextInt(inputs) : neighbours * o / 2 + (t - 1) * 7;
        if (source >= 0 && source < inputs) {
          sources.add(source);
        }
      }
      starts[o + 1] = sources.size();
    }
    GatherPlan plan = new GatherPlan(inputs, starts, sources.stream().mapToInt(Integer::intValue).toArray());
    int input = random.nextInt(9);
    int output = random.nextInt(9);
    int from = random.nextInt(3) == 0 ? random.nextInt(outputs + 1) : 0;
    int to = random.nextInt(3) == 0 ? random.nextInt(from, outputs + 1) : outputs;
    Limbs a = Blocks.random(modulus, input + inputs, seed);
    Limbs before = Blocks.random(modulus, output + outputs, seed + 1);
    Limbs result = Blocks.copy(before);
    kernels(modulus).gatherSum(a, input, plan, result, output, from, to);
    for (int i = 0; i < result.length(); i++) {
      BigInteger expected = BigInteger.ZERO;
      if (i < output + from || i >= output + to) {
        expected = Blocks.get(before, i);
      } else {
        for (int s = plan.start(i - output); s < plan.start(i - output + 1); s++) {
          expected = expected.add(Blocks.get(a, input + plan.source(s)));
        }
      }
      assertThat(Blocks.get(result, i)).as("position %d", i).isEqualTo(expected.mod(modulus.value()));
    }
  }

  @Property(tries = TRIES)
  default void matrixProductIsASumOfProducts(@ForAll("moduli") Modulus modulus, @ForAll @IntRange(max = MAX_SIDE) int m,
      @ForAll @IntRange(max = MAX_SIDE) int k, @ForAll @IntRange(max = MAX_SIDE) int n, @ForAll("seeds") long seed) {
    Limbs a = Blocks.random(modulus, m * k, seed);
    Limbs b = Blocks.random(modulus, k * n, seed + 1);
    Limbs c = Blocks.random(modulus, m * n, seed + 2);
    try (Workers workers = new Workers(1)) {
      kernels(modulus).matmul(FieldMatrix.rowMajor(a, m, k), FieldMatrix.rowMajor(b, k, n),
          FieldMatrix.rowMajor(c, m, n), workers);
    }
    BigInteger inverseR = Blocks.R.modInverse(modulus.value());
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        BigInteger sum = BigInteger.ZERO;
        for (int t = 0; t < k; t++) {
          sum = sum.add(Blocks.get(a, i * k + t).multiply(Blocks.get(b, t * n + j)));
        }
        assertThat(Blocks.get(c, i * n + j)).isEqualTo(sum.multiply(inverseR).mod(modulus.value()));
      }
    }
  }

  /// Rows and columns at random, overlapping offsets, as in an im2col view; the result scattered.
  @Property(tries = TRIES)
  default void matrixProductReadsAndWritesThroughOffsets(@ForAll("moduli") Modulus modulus,
      @ForAll @IntRange(min = 1, max = MAX_SIDE) int m,
      @ForAll @IntRange(min = 1, max = MAX_SIDE) int k, @ForAll @IntRange(min = 1, max = MAX_SIDE) int n,
      @ForAll("seeds") long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FieldMatrix a = new FieldMatrix(Blocks.random(modulus, 50, seed), offsets(random, m, 25), offsets(random, k, 25));
    FieldMatrix b = new FieldMatrix(Blocks.random(modulus, 50, seed + 1), offsets(random, k, 25),
        offsets(random, n, 25));
    Limbs actual = Limbs.zeros(2 * m * n);
    Limbs expected = Limbs.zeros(2 * m * n);
    int[] rows = FieldMatrix.strided(m, 2);
    int[] columns = FieldMatrix.strided(n, 2 * m);
    try (Workers workers = new Workers(2)) {
      kernels(modulus).matmul(a, b, new FieldMatrix(actual, rows, columns), workers);
      new ScalarFieldKernels(modulus).matmul(a, b, new FieldMatrix(expected, rows, columns), workers);
    }
    assertThat(Blocks.words(actual)).isEqualTo(Blocks.words(expected));
  }

  private static int[] offsets(SplittableRandom random, int count, int bound) {
    return IntStream.range(0, count).map(i -> random.nextInt(bound)).toArray();
  }

  /// An element-wise operation.
  @FunctionalInterface
  interface Binary {
    void apply(Limbs a, Limbs b, Limbs r);
  }

  /// One of the operations on random words.
  @FunctionalInterface
  interface Draw {
    int apply(byte[] low, byte[] high, int first, Limbs r, int from, int to);
  }

  /// A kernel call that writes its result to a block.
  @FunctionalInterface
  interface Call {
    void apply(FieldKernels kernels, Limbs result);
  }

  /// Operands, a range inside them, and a check of all positions of the result.
  final class Fixture {
    final FieldKernels kernels;
    final BigInteger p;
    final BigInteger inverseR;
    final int from;
    final int to;
    final Limbs a;
    final Limbs b;
    final Limbs c;

    Fixture(FieldKernels kernels, int length, long seed) {
      this.kernels = kernels;
      p = kernels.modulus().value();
      inverseR = Blocks.R.modInverse(p);
      SplittableRandom random = new SplittableRandom(seed);
      from = length == 0 ? 0 : random.nextInt(Math.min(length, 9));
      to = length - (length == from ? 0 : random.nextInt(Math.min(length - from, 9)));
      a = Blocks.random(kernels.modulus(), length, seed + 1);
      b = Blocks.random(kernels.modulus(), length, seed + 2);
      c = Blocks.random(kernels.modulus(), 1, seed + 3);
    }

    void check(Call call, BinaryOperator<BigInteger> law) {
      Limbs before = Limbs.zeros(a.length());
      Arrays.fill(before.hi(), -1);
      Limbs result = Blocks.copy(before);
      call.apply(kernels, result);
      for (int i = 0; i < a.length(); i++) {
        boolean inside = from <= i && i < to;
        BigInteger expected = inside ? law.apply(Blocks.get(a, i), Blocks.get(b, i)).mod(p) : Blocks.get(before, i);
        assertThat(Blocks.get(result, i)).as("position %d of %d..%d", i, from, to).isEqualTo(expected);
      }
    }
  }
}
