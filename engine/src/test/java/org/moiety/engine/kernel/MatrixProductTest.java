package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Both ways to multiply matrices, at every width.
class MatrixProductTest {
  /// A product, its name for reports, and the shapes at which its code takes another path.
  private record Subject(String name, Modulus modulus, int lanes, MatrixProduct product, int[][] boundaries) {
    @Override
    public String toString() {
      return name + ", " + lanes + " lanes, " + modulus;
    }
  }

  static Stream<Subject> subjects() {
    return Lanes.WIDTHS.stream().flatMap(
        bits -> Blocks.MODULI.stream().flatMap(modulus -> Stream.of(limbs(bits, modulus), residues(bits, modulus))));
  }

  /// The subjects of the modulus of real runs: for what does not depend on it.
  static Stream<Subject> moietySubjects() {
    return subjects().filter(subject -> subject.modulus.equals(Modulus.MOIETY));
  }

  static Stream<Arguments> widthsAndModuli() {
    return Lanes.WIDTHS.stream().flatMap(bits -> Blocks.MODULI.stream().map(modulus -> Arguments.of(bits, modulus)));
  }

  private static Subject limbs(int laneBits, Modulus modulus) {
    Lanes lanes = Lanes.ofBits(laneBits);
    int count = laneBits / Long.SIZE;
    int chunk = LimbMatrixProduct.CHUNK_TERMS;
    int[][] boundaries = {{count, 3, 2}, {count + 1, 3, 3}, {2 * count - 1, chunk, 1}, {1, chunk + 1, count},
        {count, 2 * chunk + 1, 1},
        {LimbMatrixProduct.BLOCK_ROWS + 1, 2, LimbMatrixProduct.BLOCK_COLUMNS + 1},
        {LimbMatrixProduct.BLOCK_COLUMNS, 1, LimbMatrixProduct.BLOCK_ROWS}};
    VectorFieldKernels.Sums sums = sums(modulus, lanes);
    return new Subject("limbs", modulus, count, new LimbMatrixProduct(lanes, reduction(modulus, lanes), sums),
        boundaries);
  }

  private static Subject residues(int laneBits, Modulus modulus) {
    Lanes lanes = Lanes.ofBits(laneBits);
    int count = laneBits / Long.SIZE;
    int chunk = ResidueBlock.CHUNK_TERMS;
    int panel = Tiling.VECTORS * count;
    int[][] boundaries = {{8, 3, panel}, {9, 1, panel + 1}, {5, 4, panel - count}, {4, 33, 2 * panel}, {1, chunk, 5},
        {13, chunk + 1, 7},
        {6, ResidueSystem.MAX_TERMS + 1, 6}, {ResidueBlock.BLOCK_ROWS + 1, chunk, 2 * panel + 1},
        {ResidueBlock.BLOCK_ROWS + 1, 2 * chunk + 1, 2}, {11, chunk + 1, ResidueBlock.BLOCK_PANELS * panel + 1}};
    VectorFieldKernels.Sums sums = sums(modulus, lanes);
    return new Subject("residues", modulus, count,
        new ResidueMatrixProduct(ResidueKernels.of(modulus, lanes), sums), boundaries);
  }

  private static VectorFieldKernels.Sums sums(Modulus modulus, Lanes lanes) {
    return lanes.copy(VectorSums.class, VectorFieldKernels.Sums.class, modulus, new ScalarFieldKernels(modulus));
  }

  private static ColumnReduction reduction(Modulus modulus, Lanes lanes) {
    return modulus.equals(Modulus.MOIETY)
        ? lanes.copy(MoietyReduction.class, ColumnReduction.class)
        : new WordReduction(new ScalarFieldKernels(modulus), lanes.longs().length());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void blockBoundariesMatchScalar(Subject subject) {
    for (int[] shape : subject.boundaries) {
      Limbs a = Blocks.random(subject.modulus, shape[0] * shape[1], shape[2]);
      Limbs b = Blocks.random(subject.modulus, shape[1] * shape[2], shape[0]);
      Limbs expected = multiply((x, y, z, w) -> new ScalarFieldKernels(subject.modulus).matmul(x, y, z, w), a, b, shape,
          1);
      assertThat(Blocks.equal(multiply(subject.product, a, b, shape, 1), expected))
          .as("%dx%dx%d", shape[0], shape[1], shape[2]).isTrue();
    }
  }

  /// The same through transposes: lanes over the other side.
  @ParameterizedTest
  @MethodSource("moietySubjects")
  void transposedOperandsGiveTheTransposedProduct(Subject subject) {
    for (int[] shape : subject.boundaries) {
      int m = shape[0];
      int n = shape[2];
      FieldMatrix a = FieldMatrix.rowMajor(Blocks.random(subject.modulus, m * shape[1], 1), m, shape[1]);
      FieldMatrix b = FieldMatrix.rowMajor(Blocks.random(subject.modulus, shape[1] * n, 2), shape[1], n);
      FieldMatrix c = FieldMatrix.rowMajor(Limbs.zeros(m * n), m, n);
      FieldMatrix d = FieldMatrix.rowMajor(Limbs.zeros(m * n), n, m);
      try (Workers workers = new Workers(1)) {
        subject.product.multiply(a, b, c, workers);
        subject.product.multiply(b.transpose(), a.transpose(), d, workers);
      }
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          assertThat(Blocks.get(d.limbs(), j * m + i)).isEqualTo(Blocks.get(c.limbs(), i * n + j));
        }
      }
    }
  }

  /// All operands p - 1, for whole chunks and one term more.
  @ParameterizedTest
  @MethodSource("subjects")
  void largestOperandsFit(Subject subject) {
    int chunk = subject.name.equals("limbs") ? LimbMatrixProduct.CHUNK_TERMS : ResidueBlock.CHUNK_TERMS;
    for (int k : new int[]{chunk, chunk + 1, ResidueSystem.MAX_TERMS, ResidueSystem.MAX_TERMS + 1}) {
      Limbs actual = multiplyLargest(subject, 9, k, 7);
      assertThat(Blocks.words(actual)).containsOnly(productOfLargest(subject.modulus, k));
    }
  }

  /// One term more than the primes tell apart: the sum is split.
  @Test
  void longestSumIsSplit() {
    int k = ResidueSystem.MAX_TERMS + 1;
    Subject subject = residues(Lanes.preferredBits(), Modulus.MOIETY);
    assertThat(Blocks.words(multiplyLargest(subject, 2, ResidueSystem.MAX_TERMS, 2)))
        .containsOnly(productOfLargest(Modulus.MOIETY, k - 1));
    assertThat(Blocks.words(multiplyLargest(subject, 2, k, 2))).containsOnly(productOfLargest(Modulus.MOIETY, k));
  }

  /// `(p - 1)^2 = 1`, `k` times, divided by R.
  private static BigInteger productOfLargest(Modulus modulus, int k) {
    return BigInteger.valueOf(k).multiply(Blocks.R.modInverse(modulus.value())).mod(modulus.value());
  }

  private static Limbs multiplyLargest(Subject subject, int m, int k, int n) {
    Limbs largest = Blocks.filled(1, subject.modulus.value().subtract(BigInteger.ONE));
    FieldMatrix a = new FieldMatrix(largest, new int[m], new int[k]);
    FieldMatrix b = new FieldMatrix(largest, new int[k], new int[n]);
    Limbs c = Limbs.zeros(m * n);
    try (Workers workers = new Workers(1)) {
      subject.product.multiply(a, b, FieldMatrix.rowMajor(c, m, n), workers);
    }
    return c;
  }

  /// Long enough for the optimising compiler, with every kind of tile.
  @Test
  void compiledProductsMatchScalar() {
    SplittableRandom random = new SplittableRandom(11);
    for (Subject subject : List.of(limbs(Lanes.preferredBits(), Modulus.MOIETY),
        residues(Lanes.preferredBits(), Modulus.MOIETY))) {
      for (int round = 0; round < 1000; round++) {
        int[] shape = {1 + random.nextInt(30), 1 + random.nextInt(40), 1 + random.nextInt(60)};
        Limbs a = words(random, shape[0] * shape[1]);
        Limbs b = words(random, shape[1] * shape[2]);
        Limbs actual = multiply(subject.product, a, b, shape, 1);
        if (round % 10 == 0) {
          Limbs expected = multiply((x, y, z, w) -> new ScalarFieldKernels(subject.modulus).matmul(x, y, z, w), a, b,
              shape, 1);
          assertThat(Blocks.equal(actual, expected)).as("round %d, %s", round, subject).isTrue();
        }
      }
    }
  }

  /// Words below `2^126`: quickly made.
  private static Limbs words(SplittableRandom random, int length) {
    return new Limbs(random.longs(length, 0, 1L << 62).toArray(), random.longs(length).toArray());
  }

  @ParameterizedTest
  @MethodSource("moietySubjects")
  void workersDoNotChangeAProduct(Subject subject) {
    // rows split, columns split, the sum split
    for (int[] shape : new int[][]{{100, 130, 20}, {3, 240, 200}, {9, 3000, 5}}) {
      Limbs a = Blocks.random(subject.modulus, shape[0] * shape[1], 1);
      Limbs b = Blocks.random(subject.modulus, shape[1] * shape[2], 2);
      Limbs one = multiply(subject.product, a, b, shape, 1);
      for (int workers = 2; workers <= 3; workers++) {
        assertThat(Blocks.equal(multiply(subject.product, a, b, shape, workers), one))
            .as("%d workers, %dx%dx%d", workers, shape[0], shape[1], shape[2]).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void emptySumIsZero(Subject subject) {
    Limbs c = multiply(subject.product, Limbs.zeros(0), Limbs.zeros(0), new int[]{9, 0, 8}, 1);
    assertThat(Blocks.words(c)).containsOnly(BigInteger.ZERO);
  }

  /// All limbs full, which no canonical operand has, and as many terms as the columns are promised to hold.
  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void limbColumnsHoldTheLargestNumberOfFullTerms(int laneBits, Modulus modulus) {
    int lanes = laneBits / Long.SIZE;
    int terms = LimbBounds.MAX_TERMS;
    BigInteger full = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
    LimbBlocks blocks = Lanes.ofBits(laneBits).copy(VectorLimbBlocks.class, LimbBlocks.class);
    int capacity = (terms + lanes - 1) / lanes * lanes;
    long[] rows = new long[terms * LimbBounds.LIMBS * lanes];
    long[] column = new long[2 * capacity * LimbBounds.LIMBS];
    blocks.split(Blocks.filled(terms * lanes, full), 0, terms, rows, 0, LimbBounds.LIMBS * lanes, lanes);
    for (int q = 0; q < 2; q++) {
      blocks.split(Blocks.filled(capacity, full), 0, capacity / lanes, column, q * LimbBounds.LIMBS * capacity, lanes,
          capacity);
    }
    long[] columns = new long[3 * LimbBounds.COLUMNS * lanes];
    blocks.pair(rows, column, 0, capacity, terms, columns, 0);
    blocks.single(rows, column, 0, capacity, terms, columns, 2 * LimbBounds.COLUMNS * lanes);
    Limbs result = Limbs.zeros(3 * lanes);
    reduction(modulus, Lanes.ofBits(laneBits)).reduce(columns, 3, result, 0);
    BigInteger sum = full.multiply(full).multiply(BigInteger.valueOf(terms));
    BigInteger expected = sum.multiply(Blocks.R.modInverse(modulus.value())).mod(modulus.value());
    assertThat(Blocks.words(result)).containsOnly(expected);
  }

  @Test
  void oneFullTermMoreWouldLeaveNoHeadroom() {
    BigInteger limb = BigInteger.valueOf(LimbBounds.LIMB_MASK);
    BigInteger fullest = limb.multiply(limb).multiply(BigInteger.valueOf(LimbBounds.LIMBS - 1L));
    BigInteger room = BigInteger.valueOf(Long.MAX_VALUE).subtract(BigInteger.valueOf(LimbBounds.REDUCTION_HEADROOM));
    assertThat(fullest.multiply(BigInteger.valueOf(LimbBounds.MAX_TERMS))).isLessThanOrEqualTo(room);
    assertThat(fullest.multiply(BigInteger.valueOf(LimbBounds.MAX_TERMS + 1L))).isGreaterThan(room);
  }

  private static Limbs multiply(MatrixProduct product, Limbs a, Limbs b, int[] shape, int count) {
    Limbs c = Blocks.filled(shape[0] * shape[2], BigInteger.ONE);
    try (Workers workers = new Workers(count)) {
      product.multiply(FieldMatrix.rowMajor(a, shape[0], shape[1]), FieldMatrix.rowMajor(b, shape[1], shape[2]),
          FieldMatrix.rowMajor(c, shape[0], shape[2]), workers);
    }
    return c;
  }
}
