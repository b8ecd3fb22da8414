package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// What every implementation of [FloatKernels] does, against sums in double precision.
interface FloatKernelsLaws {
  int TRIES = 100;
  int MAX_SIDE = 60;
  int MAX_TERMS = 600;
  /// Half a unit in the last place of 1.
  double ROUNDING = Math.scalb(1.0, -24);

  FloatKernels kernels();

  @Provide
  default Arbitrary<Long> seeds() {
    return Arbitraries.longs().withoutEdgeCases();
  }

  @Property(tries = TRIES)
  default void productErrsByOneRoundingPerTerm(@ForAll @IntRange(max = MAX_SIDE) int m,
      @ForAll @IntRange(max = MAX_TERMS) int k,
      @ForAll @IntRange(max = MAX_SIDE) int n, @ForAll("seeds") long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatMatrix a = FloatMatrix.rowMajor(uniform(random, m * k), m, k);
    FloatMatrix b = FloatMatrix.rowMajor(uniform(random, k * n), k, n);
    FloatMatrix c = FloatMatrix.rowMajor(uniform(random, m * n), m, n);
    try (Workers workers = new Workers(1)) {
      kernels().matmul(a, b, c, workers);
    }
    assertClose(a, b, c);
  }

  @Property(tries = TRIES)
  default void productReadsAndWritesThroughOffsets(@ForAll @IntRange(min = 1, max = MAX_SIDE) int m,
      @ForAll @IntRange(min = 1, max = MAX_SIDE) int k,
      @ForAll @IntRange(min = 1, max = MAX_SIDE) int n, @ForAll("seeds") long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatMatrix a = new FloatMatrix(uniform(random, 100), offsets(random, m, 50), offsets(random, k, 50));
    FloatMatrix b = new FloatMatrix(uniform(random, 100), offsets(random, k, 50), offsets(random, n, 50));
    FloatMatrix c = new FloatMatrix(new float[2 * m * n], FieldMatrix.strided(m, 2), FieldMatrix.strided(n, 2 * m));
    try (Workers workers = new Workers(2)) {
      kernels().matmul(a, b, c, workers);
    }
    assertClose(a, b, c);
    for (int i = 1; i < c.values().length; i += 2) {
      assertThat(c.values()[i]).isZero();
    }
  }

  /// `|error| <= roundings * 2^-24 * sum of |a_t b_t|`, to first order; twice that is asked.
  private static void assertClose(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    int k = a.columns();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double sum = 0;
        double magnitude = 0;
        for (int t = 0; t < k; t++) {
          double product = (double) a.values()[a.rowOffsets()[i] + a.columnOffsets()[t]]
              * b.values()[b.rowOffsets()[t] + b.columnOffsets()[j]];
          sum += product;
          magnitude += Math.abs(product);
        }
        double bound = 2 * (2 * k + 1) * ROUNDING * magnitude; // a product and a sum per term where they are not fused, chunks besides
        assertThat((double) c.values()[c.rowOffsets()[i] + c.columnOffsets()[j]]).isBetween(sum - bound, sum + bound);
      }
    }
  }

  private static float[] uniform(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  private static int[] offsets(SplittableRandom random, int count, int bound) {
    return IntStream.range(0, count).map(i -> random.nextInt(bound)).toArray();
  }
}
