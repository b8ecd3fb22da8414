package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A row times a matrix, a matrix times a column, and what is neither adjacent along rows nor along columns.
class RowProductTest {
  private static final int TERMS = RowBlocks.MAX_TERMS;

  static Stream<Arguments> widthsAndModuli() {
    return Lanes.WIDTHS.stream().flatMap(bits -> Blocks.MODULI.stream().map(modulus -> Arguments.of(bits, modulus)));
  }

  private static FieldMatrix product(int laneBits, Modulus modulus, FieldMatrix a, FieldMatrix b, int workers) {
    FieldMatrix c = FieldMatrix.rowMajor(Limbs.zeros(a.rows() * b.columns()), a.rows(), b.columns());
    try (Workers threads = new Workers(workers)) {
      new VectorFieldKernels(modulus, laneBits).matmul(a, b, c, threads);
    }
    return c;
  }

  private static void check(int laneBits, Modulus modulus, FieldMatrix a, FieldMatrix b) {
    Limbs expected = Limbs.zeros(a.rows() * b.columns());
    try (Workers one = new Workers(1)) {
      new ScalarFieldKernels(modulus).matmul(a, b, FieldMatrix.rowMajor(expected, a.rows(), b.columns()), one);
    }
    for (int workers = 1; workers <= 2; workers++) {
      assertThat(Blocks.equal(product(laneBits, modulus, a, b, workers).limbs(), expected))
          .as("%dx%dx%d, %d workers", a.rows(), a.columns(), b.columns(), workers).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void matchesScalarAtTheBoundariesOfBlocks(int laneBits, Modulus modulus) {
    int lanes = laneBits / Long.SIZE;
    int[][] shapes = {{1, 1}, {1, lanes}, {2, 5}, {TERMS, 3 * lanes}, {TERMS + 1, 32 * lanes + 3}, {lanes, 1},
        {lanes + 1, 2}, {TERMS * lanes, 33}, {TERMS * lanes + lanes + 1, 3}, {2 * TERMS + 1, 64 * lanes}, {3, 0},
        {0, 3}};
    for (int[] shape : shapes) {
      int k = shape[0];
      int n = shape[1];
      Limbs row = Blocks.random(modulus, k, 1);
      Limbs matrix = Blocks.random(modulus, k * n, 2);
      FieldMatrix a = FieldMatrix.rowMajor(row, 1, k);
      FieldMatrix rowMajor = FieldMatrix.rowMajor(matrix, k, n);
      FieldMatrix columnMajor = FieldMatrix.rowMajor(matrix, n, k).transpose();
      check(laneBits, modulus, a, rowMajor);
      check(laneBits, modulus, a, columnMajor);
      check(laneBits, modulus, rowMajor.transpose(), a.transpose());
      check(laneBits, modulus, columnMajor.transpose(), a.transpose());
    }
  }

  /// As in the im2col view of a padded image, and at random.
  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void readsRunsAndScatteredEntries(int laneBits, Modulus modulus) {
    int k = TERMS + 6;
    SplittableRandom random = new SplittableRandom(3);
    Limbs words = Blocks.random(modulus, 600, 4);
    FieldMatrix a = new FieldMatrix(words, new int[]{7}, FieldMatrix.strided(k, 2));
    int[] runs = IntStream.range(0, 150).map(i -> i / 14 * 16 + i % 14).toArray();
    int[] scattered = random.ints(150, 0, 200).toArray();
    for (int[] columns : new int[][]{runs, scattered}) {
      FieldMatrix b = new FieldMatrix(words, FieldMatrix.strided(k, 5), columns);
      check(laneBits, modulus, a, b);
      check(laneBits, modulus, b.transpose(), a.transpose());
    }
  }

  /// All operands p - 1: `(p - 1)^2 = 1`, `k` times, divided by R.
  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void largestOperandsFit(int laneBits, Modulus modulus) {
    int lanes = laneBits / Long.SIZE;
    for (int k : new int[]{TERMS, TERMS + 1, TERMS * lanes, 3 * TERMS * lanes + 1}) {
      BigInteger expected = BigInteger.valueOf(k).multiply(Blocks.R.modInverse(modulus.value())).mod(modulus.value());
      Limbs largest = Blocks.filled(k * lanes, modulus.value().subtract(BigInteger.ONE));
      FieldMatrix a = FieldMatrix.rowMajor(largest, 1, k);
      FieldMatrix b = FieldMatrix.rowMajor(largest, k, lanes);
      assertThat(Blocks.words(product(laneBits, modulus, a, b, 1).limbs())).containsOnly(expected);
      FieldMatrix transposed = FieldMatrix.rowMajor(largest, lanes, k).transpose();
      assertThat(Blocks.words(product(laneBits, modulus, a, transposed, 1).limbs())).containsOnly(expected);
    }
  }

  /// Long enough for the optimising compiler.
  @Test
  void compiledProductsMatchScalar() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 300; round++) {
      int k = 1 + random.nextInt(300);
      int n = 1 + random.nextInt(100);
      FieldMatrix a = FieldMatrix.rowMajor(words(random, k), 1, k);
      Limbs matrix = words(random, k * n);
      int[] rows = FieldMatrix.strided(k, round % 2 == 0 ? n : 1);
      int[] columns = FieldMatrix.strided(n, round % 2 == 0 ? 1 : k);
      FieldMatrix b = new FieldMatrix(matrix, rows, columns);
      if (round % 10 == 0) {
        check(Lanes.preferredBits(), Modulus.MOIETY, a, b);
      } else {
        assertThat(Arrays.stream(product(Lanes.preferredBits(), Modulus.MOIETY, a, b, 1).limbs().hi()))
            .noneMatch(hi -> hi < 0);
      }
    }
  }

  /// Words below `2^126`: quickly made.
  private static Limbs words(SplittableRandom random, int length) {
    return new Limbs(random.longs(length, 0, 1L << 62).toArray(), random.longs(length).toArray());
  }
}
