package org.moiety.engine.kernel;

import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;

import java.math.BigInteger;
import java.util.Arrays;

/// Elements by their residues modulo 11 primes below `2^24`, and the way back: the tables of a modulus p, derived in `docs/BOUNDS.md`, "Residues".
///
/// An inner product S of canonical elements is a number below `k p^2`; its residues are inner products of residues, which doubles hold exactly.
/// With `M` the product of the primes and `y_i = S (M / q_i)^-1 mod q_i`, balanced, `S = sum of y_i M / q_i - e M` where `e` is the integer nearest to
/// `sum of y_i / q_i - WRAP_SHIFT`. The factor `(M / q_i)^-1` is already in the residues of one operand, the weighted one;
/// the Montgomery product's `1 / R` is in the weights of the recombination.
final class ResidueSystem {
  static final int PLANES = 11;
  static final int PRIME_BITS = 24;
  /// Bits of the lowest limb of a plain conversion: its weight is 1, so it may be wide; three limbs of 26 bits follow.
  static final int WIDE_BITS = 127 - 3 * LIMB_BITS;
  /// Constants per plane of a plain conversion: the weights of three limbs, `1 / q`, `-q`.
  static final int PLAIN_STRIDE = 5;
  /// Constants per plane of a weighted conversion: the weights of five limbs, `1 / q`, `-q`.
  static final int WEIGHTED_STRIDE = LIMBS + 2;
  /// Constants per plane of a recombination: five limbs of `M / q_i / R mod p`, `1 / q`, `-q`.
  static final int JOIN_STRIDE = LIMBS + 2;
  /// A balanced residue is at most this, also one out of a sum that was reduced.
  static final long MAX_RESIDUE = 1L << (PRIME_BITS - 1);
  /// Terms that a sum of products of residues holds exactly, beside a reduced sum.
  static final int MAX_LAZY_TERMS = Math
      .toIntExact(((1L << 53) - MAX_RESIDUE) / ((MAX_RESIDUE - 1) * (MAX_RESIDUE - 1)));
  /// Terms of an inner product that the primes tell apart: `MAX_TERMS 2^254 < 0.98 M`.
  static final int MAX_TERMS = 896;
  /// `S / M` less this is between -0.49 and 0.49.
  static final double WRAP_SHIFT = 0.49;
  /// Adding it to an integer below `2^51` in absolute value leaves that integer in the low bits; adding and subtracting it rounds to an integer.
  static final double MAGIC = 0x1.8p52;

  private static final long[] PRIMES = primes();
  private static final BigInteger PRODUCT = product();

  static {
    BigInteger largestSum = BigInteger.valueOf(MAX_TERMS).shiftLeft(254);
    if (largestSum.multiply(BigInteger.valueOf(100)).compareTo(PRODUCT.multiply(BigInteger.valueOf(98))) >= 0) {
      throw new AssertionError("MAX_TERMS=" + MAX_TERMS);
    }
    if ((PRIMES[0] + 1) / 2 + 1 > MAX_RESIDUE) { // half a prime, and one for rounding a quotient of `2^53`
      throw new AssertionError("prime=" + PRIMES[0]);
    }
  }

  /// Limb weights `2^(49 + 26 j) mod q`.
  private final double[] plainTable = new double[PLANES * PLAIN_STRIDE];
  /// Limb weights `2^(26 j) (M / q)^-1 mod q`.
  private final double[] weightedTable = new double[PLANES * WEIGHTED_STRIDE];
  private final double[] joinTable = new double[PLANES * JOIN_STRIDE];
  /// Balanced limbs of `-M / R mod p`, the weight of e.
  private final double[] wrapTable;
  /// What makes the columns of a recombination non-negative: a multiple of p.
  private final long[] offsets = new long[LIMBS];

  ResidueSystem(Modulus modulus) {
    BigInteger p = modulus.value();
    BigInteger inverseR = BigInteger.ONE.shiftLeft(128).modInverse(p);
    for (int i = 0; i < PLANES; i++) {
      BigInteger q = BigInteger.valueOf(PRIMES[i]);
      BigInteger cofactor = PRODUCT.divide(q);
      weights(BigInteger.ONE.shiftLeft(WIDE_BITS), q, PLAIN_STRIDE - 2, plainTable, i * PLAIN_STRIDE);
      weights(cofactor.modInverse(q), q, LIMBS, weightedTable, i * WEIGHTED_STRIDE);
      double[] limbs = evenLimbs(cofactor.multiply(inverseR).mod(p), p, i * JOIN_STRIDE);
      System.arraycopy(limbs, 0, joinTable, i * JOIN_STRIDE, LIMBS);
      joinTable[i * JOIN_STRIDE + LIMBS] = 1.0 / PRIMES[i];
      joinTable[i * JOIN_STRIDE + LIMBS + 1] = -PRIMES[i];
    }
    wrapTable = balancedLimbs(PRODUCT.multiply(inverseR).negate().mod(p));
    if (largestColumn(joinTable, PLANES * JOIN_STRIDE) + PLANES * (1L << (LIMB_BITS - 1)) >= 0x1p51) {
      throw new AssertionError("columns exceed 2^51 for p=" + p);
    }
    BigInteger shift = BigInteger.ZERO;
    for (int j = 0; j < LIMBS; j++) {
      shift = shift.add(BigInteger.ONE.shiftLeft(51 + j * LIMB_BITS));
    }
    BigInteger filler = shift.negate().mod(p);
    for (int j = 0; j < LIMBS; j++) {
      long limb = filler.shiftRight(j * LIMB_BITS).longValue() & LimbBounds.LIMB_MASK;
      offsets[j] = (1L << 51) + limb - Double.doubleToRawLongBits(MAGIC);
    }
  }

  static long prime(int plane) {
    return PRIMES[plane];
  }

  static BigInteger product() {
    BigInteger product = BigInteger.ONE;
    for (long prime : PRIMES) {
      product = product.multiply(BigInteger.valueOf(prime));
    }
    return product;
  }

  double[] plainTable() {
    return plainTable;
  }

  double[] weightedTable() {
    return weightedTable;
  }

  double[] joinTable() {
    return joinTable;
  }

  double[] wrapTable() {
    return wrapTable;
  }

  long[] offsets() {
    return offsets;
  }

  /// The largest primes below `2^24 - 1`, so that half of one, rounded up, is below `2^23`.
  private static long[] primes() {
    long[] primes = new long[PLANES];
    long candidate = (1L << PRIME_BITS) - 1;
    for (int i = 0; i < PLANES; i++) {
      do {
        candidate -= 2;
      } while (!BigInteger.valueOf(candidate).isProbablePrime(50));
      primes[i] = candidate;
    }
    return primes;
  }

  private static void weights(BigInteger factor, BigInteger q, int limbs, double[] table, int at) {
    for (int j = 0; j < limbs; j++) {
      table[at + j] = balanced(factor.shiftLeft(j * LIMB_BITS).mod(q), q).doubleValue();
    }
    table[at + limbs] = 1.0 / q.doubleValue();
    table[at + limbs + 1] = -q.doubleValue();
  }

  private static BigInteger balanced(BigInteger x, BigInteger q) {
    return x.shiftLeft(1).compareTo(q) > 0 ? x.subtract(q) : x;
  }

  /// Balanced limbs of x or of x - p, whichever keeps the columns of the planes up to `end` and this one smaller.
  private double[] evenLimbs(BigInteger x, BigInteger p, int end) {
    double[] best = balancedLimbs(x);
    double[] other = balancedLimbs(x.subtract(p));
    double[] table = Arrays.copyOf(joinTable, end + JOIN_STRIDE);
    System.arraycopy(best, 0, table, end, LIMBS);
    double bestColumn = largestColumn(table, table.length);
    System.arraycopy(other, 0, table, end, LIMBS);
    return largestColumn(table, table.length) < bestColumn ? other : best;
  }

  /// The largest sum that residues times limbs give in a column.
  private static double largestColumn(double[] table, int end) {
    double largest = 0;
    for (int j = 0; j < LIMBS; j++) {
      double sum = 0;
      for (int at = j; at < end; at += JOIN_STRIDE) {
        sum += Math.abs(table[at]) * MAX_RESIDUE;
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  /// Limbs in `-2^25 .. 2^25`, for a value below `2^127` in absolute value.
  private static double[] balancedLimbs(BigInteger x) {
    double[] limbs = new double[LIMBS];
    BigInteger radix = BigInteger.ONE.shiftLeft(LIMB_BITS);
    BigInteger rest = x;
    for (int j = 0; j < LIMBS; j++) {
      BigInteger limb = j == LIMBS - 1 ? rest : balanced(rest.mod(radix), radix);
      limbs[j] = limb.doubleValue();
      rest = rest.subtract(limb).shiftRight(LIMB_BITS);
    }
    return limbs;
  }
}
