package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFieldKernelsTest {
  static Stream<Arguments> widthsAndModuli() {
    return Lanes.WIDTHS.stream().flatMap(bits -> Blocks.MODULI.stream().map(modulus -> Arguments.of(bits, modulus)));
  }

  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void everyLengthUpToFourVectorsAndOneMatchesScalar(int laneBits, Modulus modulus) {
    FieldKernels vector = new VectorFieldKernels(modulus, laneBits);
    FieldKernels scalar = new ScalarFieldKernels(modulus);
    for (int length = 0; length <= 4 * laneBits / Long.SIZE + 1; length++) {
      assertElementwiseEqual(vector, scalar, Blocks.random(modulus, length, length),
          Blocks.random(modulus, length, -length));
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void everyPairOfEdgesMatchesScalar(int laneBits, Modulus modulus) {
    List<BigInteger> edges = Blocks.edges(modulus);
    Limbs a = Limbs.zeros(edges.size() * edges.size());
    Limbs b = Limbs.zeros(a.length());
    for (int i = 0; i < a.length(); i++) {
      Blocks.set(a, i, edges.get(i / edges.size()));
      Blocks.set(b, i, edges.get(i % edges.size()));
    }
    assertElementwiseEqual(new VectorFieldKernels(modulus, laneBits), new ScalarFieldKernels(modulus), a, b);
  }

  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void matrixProductMatchesScalarAtBlockBoundaries(int laneBits, Modulus modulus) {
    int lanes = laneBits / Long.SIZE;
    int[][] shapes = {{lanes, 3, 2}, {lanes + 1, 3, 3}, {2 * lanes - 1, LimbMatrixProduct.CHUNK_TERMS, 1},
        {1, LimbMatrixProduct.CHUNK_TERMS + 1, lanes},
        {lanes, 2 * LimbMatrixProduct.CHUNK_TERMS + 1, 1},
        {LimbMatrixProduct.BLOCK_ROWS + 1, 2, LimbMatrixProduct.BLOCK_COLUMNS + 1},
        {LimbMatrixProduct.BLOCK_COLUMNS, 1, LimbMatrixProduct.BLOCK_ROWS}};
    for (int[] shape : shapes) {
      Limbs a = Blocks.random(modulus, shape[0] * shape[1], shape[2]);
      Limbs b = Blocks.random(modulus, shape[1] * shape[2], shape[0]);
      assertProductsEqual(laneBits, modulus, a, b, shape[0], shape[1], shape[2]);
    }
  }

  /// All operands p - 1: the fullest columns that canonical operands make, for a whole chunk and one term more.
  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void matrixProductHoldsTheLargestTerms(int laneBits, Modulus modulus) {
    BigInteger largest = modulus.value().subtract(BigInteger.ONE);
    for (int k : new int[]{LimbMatrixProduct.CHUNK_TERMS, LimbMatrixProduct.CHUNK_TERMS + 1}) {
      assertProductsEqual(laneBits, modulus, Blocks.filled(9 * k, largest), Blocks.filled(k * 3, largest), 9, k, 3);
    }
  }

  /// All limbs full, which no canonical operand has, and as many terms as the columns are promised to hold.
  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void columnsHoldTheLargestNumberOfFullTerms(int laneBits, Modulus modulus) {
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
    ColumnReduction reduction = modulus.equals(Modulus.MOIETY)
        ? Lanes.ofBits(laneBits).copy(MoietyReduction.class, ColumnReduction.class)
        : new WordReduction(new ScalarFieldKernels(modulus), lanes);
    reduction.reduce(columns, 3, result, 0);
    BigInteger sum = full.multiply(full).multiply(BigInteger.valueOf(terms));
    BigInteger expected = sum.multiply(Blocks.R.modInverse(modulus.value())).mod(modulus.value());
    assertThat(Blocks.words(result)).containsOnly(expected);
  }

  @Test
  void oneTermMoreThanPromisedWouldLeaveNoHeadroom() {
    BigInteger limb = BigInteger.valueOf(LimbBounds.LIMB_MASK);
    BigInteger fullest = limb.multiply(limb).multiply(BigInteger.valueOf(LimbBounds.LIMBS - 1L));
    BigInteger room = BigInteger.valueOf(Long.MAX_VALUE).subtract(BigInteger.valueOf(LimbBounds.REDUCTION_HEADROOM));
    assertThat(fullest.multiply(BigInteger.valueOf(LimbBounds.MAX_TERMS))).isLessThanOrEqualTo(room);
    assertThat(fullest.multiply(BigInteger.valueOf(LimbBounds.MAX_TERMS + 1L))).isGreaterThan(room);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void workersDoNotChangeAProduct(int laneBits) {
    Modulus modulus = Modulus.MOIETY;
    // rows split, columns split, the sum split
    for (int[] shape : new int[][]{{100, 30, 20}, {3, 60, 200}, {9, 1500, 5}}) {
      Limbs a = Blocks.random(modulus, shape[0] * shape[1], 1);
      Limbs b = Blocks.random(modulus, shape[1] * shape[2], 2);
      Limbs one = product(new VectorFieldKernels(modulus, laneBits), a, b, shape, 1);
      for (int workers = 2; workers <= 3; workers++) {
        Limbs more = product(new VectorFieldKernels(modulus, laneBits), a, b, shape, workers);
        assertThat(Blocks.equal(more, one)).as("%d workers, %dx%dx%d", workers, shape[0], shape[1], shape[2]).isTrue();
      }
      assertThat(Blocks.equal(product(new ScalarFieldKernels(modulus), a, b, shape, 1), one)).isTrue();
    }
  }

  @Test
  void emptySumIsZero() {
    Limbs c = Blocks.filled(6, BigInteger.ONE);
    try (Workers workers = new Workers(1)) {
      new VectorFieldKernels(Modulus.MOIETY, 256).matmul(FieldMatrix.rowMajor(Limbs.zeros(0), 2, 0),
          FieldMatrix.rowMajor(Limbs.zeros(0), 0, 3),
          FieldMatrix.rowMajor(c, 2, 3), workers);
    }
    assertThat(Blocks.words(c)).containsOnly(BigInteger.ZERO);
  }

  @Test
  void wrongArgumentsAreNamed() {
    VectorFieldKernels kernels = new VectorFieldKernels(Modulus.MOIETY, 256);
    Limbs block = Limbs.zeros(4);
    assertThatThrownBy(() -> kernels.add(block, block, block, 0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> kernels.floorDivide(block, 0, block, 0, 4)).hasMessage("divisor=0, expected at least 1");
    assertThatThrownBy(() -> new VectorFieldKernels(Modulus.MOIETY, 64)).hasMessageStartingWith("laneBits=64");
  }

  private static void assertElementwiseEqual(FieldKernels vector, FieldKernels scalar, Limbs a, Limbs b) {
    int n = a.length();
    Modulus p = vector.modulus();
    List<FieldKernelsLaws.Call> calls = List.of((k, r) -> k.add(a, b, r, 0, n), (k, r) -> k.subtract(a, b, r, 0, n),
        (k, r) -> k.negate(a, r, 0, n),
        (k, r) -> k.halve(a, r, 0, n), (k, r) -> k.twicePlus(a, b, r, 0, n),
        (k, r) -> k.addConstant(a, p.oneHi(), p.oneLo(), r, 0, n),
        (k, r) -> k.multiply(a, b, r, 0, n), (k, r) -> k.scale(a, p.squareHi(), p.squareLo(), r, 0, n),
        (k, r) -> k.scalePlus(a, p.squareHi(), p.squareLo(), b, r, 0, n), (k, r) -> k.toMontgomery(a, r, 0, n),
        (k, r) -> k.fromMontgomery(a, r, 0, n), (k, r) -> k.floorDivide(a, 1 << 20, r, 0, n),
        (k, r) -> k.floorDivide(a, 1_000_003, r, 0, n));
    for (int call = 0; call < calls.size(); call++) {
      Limbs actual = Limbs.zeros(n);
      Limbs expected = Limbs.zeros(n);
      calls.get(call).apply(vector, actual);
      calls.get(call).apply(scalar, expected);
      assertThat(Blocks.equal(actual, expected)).as("call %d, length %d, %s", call, n, vector.description()).isTrue();
    }
  }

  private static void assertProductsEqual(int laneBits, Modulus modulus, Limbs a, Limbs b, int m, int k, int n) {
    int[] shape = {m, k, n};
    Limbs actual = product(new VectorFieldKernels(modulus, laneBits), a, b, shape, 2);
    Limbs expected = product(new ScalarFieldKernels(modulus), a, b, shape, 1);
    assertThat(Blocks.equal(actual, expected)).as("%dx%dx%d, %d bits", m, k, n, laneBits).isTrue();
  }

  private static Limbs product(FieldKernels kernels, Limbs a, Limbs b, int[] shape, int count) {
    Limbs c = Limbs.zeros(shape[0] * shape[2]);
    try (Workers workers = new Workers(count)) {
      kernels.matmul(FieldMatrix.rowMajor(a, shape[0], shape[1]), FieldMatrix.rowMajor(b, shape[1], shape[2]),
          FieldMatrix.rowMajor(c, shape[0], shape[2]), workers);
    }
    return c;
  }
}
