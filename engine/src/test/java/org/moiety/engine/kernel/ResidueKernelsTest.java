package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResidueKernelsTest {
  @Test
  void primesAreDistinctAndTellSumsApart() {
    List<Long> primes = IntStream.range(0, ResidueSystem.PLANES).mapToObj(ResidueSystem::prime).toList();
    assertThat(primes).doesNotHaveDuplicates()
        .allMatch(q -> BigInteger.valueOf(q).isProbablePrime(100) && q < 1L << ResidueSystem.PRIME_BITS);
    BigInteger largestSum = BigInteger.ONE.shiftLeft(254).multiply(BigInteger.valueOf(ResidueSystem.MAX_TERMS));
    BigInteger hundredth = ResidueSystem.product().divide(BigInteger.valueOf(100));
    assertThat(largestSum).isLessThan(hundredth.multiply(BigInteger.valueOf(98)));
  }

  @Test
  void oneLazyTermMoreCouldExceedTheIntegersOfADouble() {
    BigInteger residue = BigInteger.valueOf(ResidueSystem.MAX_RESIDUE - 1);
    BigInteger room = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.valueOf(ResidueSystem.MAX_RESIDUE));
    assertThat(residue.multiply(residue).multiply(BigInteger.valueOf(ResidueSystem.MAX_LAZY_TERMS)))
        .isLessThanOrEqualTo(room);
    assertThat(residue.multiply(residue).multiply(BigInteger.valueOf(ResidueSystem.MAX_LAZY_TERMS + 1L)))
        .isGreaterThan(room);
  }

  /// Residues as large as they get, as many terms as may be summed, on top of a sum as large as it gets: exact in every tile.
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void tilesHoldTheLargestTermsExactly(int laneBits) {
    int panel = Tiling.VECTORS * laneBits / Double.SIZE;
    int terms = ResidueSystem.MAX_LAZY_TERMS;
    DoubleTiles tiles = Lanes.ofBits(laneBits).copy(VectorDoubleTiles.class, DoubleTiles.class);
    double residue = ResidueSystem.MAX_RESIDUE - 1;
    double[] rows = filled(Tiling.ROWS * terms, -residue);
    double[] columns = filled(panel * terms, residue);
    double expected = -ResidueSystem.MAX_RESIDUE - terms * residue * residue;
    for (int tileRows : new int[]{1, 4, 5, 8}) {
      double[] sums = filled(Tiling.ROWS * panel, -ResidueSystem.MAX_RESIDUE);
      tiles.add(tileRows, rows, 0, columns, 0, terms, false, sums, 0);
      assertThat(Arrays.copyOf(sums, tileRows * panel)).containsOnly(expected);
    }
    double[] first = filled(Tiling.ROWS * panel, Double.NaN);
    tiles.add(Tiling.ROWS, rows, 0, columns, 0, terms, true, first, 0);
    assertThat(first).containsOnly(expected + ResidueSystem.MAX_RESIDUE);
    double[] sums = filled(Tiling.ROWS * panel, -ResidueSystem.MAX_RESIDUE);
    tiles.addNarrow(Tiling.ROWS, rows, 0, columns, 0, terms, false, sums, 0);
    for (int i = 0; i < sums.length; i++) {
      assertThat(sums[i]).isEqualTo(i < sums.length / 3 * 2 ? expected : -ResidueSystem.MAX_RESIDUE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void reducedSumsAreCongruentAndBalanced(int laneBits) {
    ResidueConversion conversion = conversion(Modulus.MOIETY, laneBits);
    SplittableRandom random = new SplittableRandom(3);
    for (int plane = 0; plane < ResidueSystem.PLANES; plane++) {
      long q = ResidueSystem.prime(plane);
      double[] sums = new double[64];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = random.nextLong(-(1L << 53), (1L << 53) + 1);
      }
      sums[0] = 0x1p53;
      sums[1] = -0x1p53;
      sums[2] = q;
      sums[3] = (q - 1) / 2;
      sums[4] = -((q + 1) / 2);
      double[] reduced = sums.clone();
      conversion.reduce(reduced, 0, sums.length * Double.SIZE / laneBits, q);
      for (int i = 0; i < sums.length; i++) {
        assertThat(Math.abs(reduced[i])).isLessThanOrEqualTo(ResidueSystem.MAX_RESIDUE);
        assertThat(Math.floorMod((long) sums[i] - (long) reduced[i], q)).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void residuesAreCongruentAndBalanced(int laneBits) {
    Modulus modulus = Modulus.MOIETY;
    int count = 64;
    int vectors = count * Long.SIZE / laneBits;
    Limbs words = Blocks.random(modulus, count, 5);
    Blocks.set(words, 0, BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE));
    double[] plain = new double[ResidueSystem.PLANES * count];
    double[] weighted = new double[ResidueSystem.PLANES * count];
    conversion(modulus, laneBits).split(words, vectors, plain, 0, count);
    conversion(modulus, laneBits).splitWeighted(words, vectors, weighted, 0, count);
    for (int plane = 0; plane < ResidueSystem.PLANES; plane++) {
      BigInteger q = BigInteger.valueOf(ResidueSystem.prime(plane));
      BigInteger weight = ResidueSystem.product().divide(q).modInverse(q);
      for (int i = 0; i < count; i++) {
        assertResidue(plain[plane * count + i], Blocks.get(words, i), q);
        assertResidue(weighted[plane * count + i], Blocks.get(words, i).multiply(weight), q);
      }
    }
  }

  private static void assertResidue(double residue, BigInteger value, BigInteger q) {
    assertThat(Math.abs(residue)).isLessThanOrEqualTo((q.doubleValue() - 1) / 2);
    assertThat(BigInteger.valueOf((long) residue).mod(q)).isEqualTo(value.mod(q));
  }

  /// Sums of zero, one, the largest, and in between come back modulo p, from unreduced residues.
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void recombinedSumsAreCongruentModuloP(int laneBits) {
    for (Modulus modulus : Blocks.MODULI) {
      BigInteger largest = BigInteger.ONE.shiftLeft(254).multiply(BigInteger.valueOf(ResidueSystem.MAX_TERMS));
      List<BigInteger> values = IntStream.range(0, 16)
          .mapToObj(
              i -> i == 0 ? BigInteger.ZERO : i == 1 ? BigInteger.ONE : largest.divide(BigInteger.valueOf(i - 1L)))
          .toList();
      int lanes = laneBits / Long.SIZE;
      double[] sums = new double[ResidueSystem.PLANES * values.size()];
      for (int plane = 0; plane < ResidueSystem.PLANES; plane++) {
        BigInteger q = BigInteger.valueOf(ResidueSystem.prime(plane));
        BigInteger weight = ResidueSystem.product().divide(q).modInverse(q);
        for (int i = 0; i < values.size(); i++) {
          BigInteger residue = values.get(i).multiply(weight).mod(q);
          sums[plane * values.size() + i] = residue.subtract(q.multiply(BigInteger.valueOf(i << 20))).doubleValue();
        }
      }
      long[] columns = new long[values.size() * LimbBounds.LIMBS];
      ResidueKernels kernels = ResidueKernels.of(modulus, Lanes.ofBits(laneBits));
      kernels.conversion().join(sums, 0, values.size(), values.size() / lanes, columns);
      assertThat(Arrays.stream(columns)).allMatch(column -> column >= 0 && column < 1L << 53);
      Limbs result = Limbs.zeros(values.size());
      kernels.fold().fold(columns, 0, values.size() / lanes, result, 0);
      BigInteger inverseR = Blocks.R.modInverse(modulus.value());
      for (int i = 0; i < values.size(); i++) {
        assertThat(Blocks.get(result, i)).isEqualTo(values.get(i).multiply(inverseR).mod(modulus.value()));
      }
    }
  }

  /// The largest columns allowed, the smallest, and those whose value is just above a multiple of `2^127` or of p.
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void foldedColumnsAreCanonical(int laneBits) {
    long full = (1L << 53) - 1;
    long limb = LimbBounds.LIMB_MASK;
    long top = 1L << 23;
    long[][] cases = {{0, 0, 0, 0, 0}, {full, full, full, full, full}, {0, 0, 0, 0, full},
        {limb, limb, limb, limb, top - 1}, {0, 0, 0, 0, top},
        {1, 0, (1L << 26) - (1L << 13), limb, top - 1}, {0, 0, (1L << 26) - (1L << 13), limb, top - 1},
        {full, 0, 0, 0, top}};
    for (Modulus modulus : Blocks.MODULI) {
      int lanes = laneBits / Long.SIZE;
      long[] columns = new long[cases.length * LimbBounds.LIMBS];
      for (int i = 0; i < cases.length; i++) {
        for (int j = 0; j < LimbBounds.LIMBS; j++) {
          columns[(i / lanes * LimbBounds.LIMBS + j) * lanes + i % lanes] = cases[i][j];
        }
      }
      Limbs result = Limbs.zeros(cases.length);
      ResidueKernels.of(modulus, Lanes.ofBits(laneBits)).fold().fold(columns, 0, cases.length / lanes, result, 0);
      for (int i = 0; i < cases.length; i++) {
        BigInteger value = BigInteger.ZERO;
        for (int j = 0; j < LimbBounds.LIMBS; j++) {
          value = value.add(BigInteger.valueOf(cases[i][j]).shiftLeft(j * LimbBounds.LIMB_BITS));
        }
        assertThat(Blocks.get(result, i)).isEqualTo(value.mod(modulus.value()));
      }
    }
  }

  private static ResidueConversion conversion(Modulus modulus, int laneBits) {
    return Lanes.ofBits(laneBits).copy(VectorResidueConversion.class, ResidueConversion.class,
        new ResidueSystem(modulus));
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }
}
