package org.moiety.engine.kernel;

import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;

import java.math.BigInteger;
import java.util.Arrays;

/// Montgomery reduction of columns for any modulus, one element at a time: tests and teaching only.
///
/// - **Representation.** Columns as [ColumnReduction], gathered into five 64-bit words.
/// - **Ranges.** `S < 2^264`; three steps of 64 bits leave less than `S / 2^192 + p < p + 2^72`; out CANONICAL.
/// - **Operations.** [#reduce]: `S / 2^192 mod p`, then a product with `2^64`.
/// - **Aliasing and time.** Time depends on `vectors` only.
/// - **Source.** Montgomery 1985.
final class WordReduction implements ColumnReduction {
  private static final int WORDS = 5;
  private static final int STEPS = 3;

  private final ScalarFieldKernels scalar;
  private final int lanes;
  private final int columnCount;
  private final long correctionHi;
  private final long correctionLo;

  WordReduction(ScalarFieldKernels scalar, int lanes) {
    this(scalar, lanes, COLUMNS);
  }

  /// @param columnCount columns of a vector, the rest being zero
  WordReduction(ScalarFieldKernels scalar, int lanes, int columnCount) {
    this.columnCount = columnCount;
    this.scalar = scalar;
    this.lanes = lanes;
    BigInteger correction = BigInteger.ONE.shiftLeft(192).mod(scalar.modulus().value()); // Montgomery form of 2^64
    correctionHi = correction.shiftRight(64).longValue();
    correctionLo = correction.longValue();
  }

  @Override
  public void reduce(long[] columns, int vectors, Limbs r, int from) {
    reduce(columns, 0, vectors, r, from);
  }

  /// The same from word `at` of the columns on.
  void reduce(long[] columns, int at, int vectors, Limbs r, int from) {
    long[] t = new long[WORDS];
    for (int v = 0; v < vectors; v++) {
      for (int lane = 0; lane < lanes; lane++) {
        gather(columns, at + v * columnCount * lanes + lane, t);
        for (int step = 0; step < STEPS; step++) {
          divideByWord(t);
        }
        r.hi()[from + v * lanes + lane] = t[1]; // below p + 2^72 < 2^128
        r.lo()[from + v * lanes + lane] = t[0];
      }
    }
    // the product takes one operand below 2^128 and one below p: (2^128 p + 2^128 p) / 2^128 = 2p before its subtraction
    scalar.scale(r, correctionHi, correctionLo, r, from, from + vectors * lanes);
  }

  /// `t = sum of c_j 2^(26 j)`.
  private void gather(long[] columns, int at, long[] t) {
    Arrays.fill(t, 0);
    long carry = 0;
    for (int j = 0; j < columnCount; j++) {
      carry += columns[at + j * lanes]; // below 2^63 + 2^37, taken as unsigned
      place(j == columnCount - 1 ? carry : carry & LIMB_MASK, j * LIMB_BITS, t);
      carry >>>= LIMB_BITS;
    }
  }

  /// Sets bits `position` and up, all zero so far, to `bits`.
  private static void place(long bits, int position, long[] t) {
    int word = position / Long.SIZE;
    int shift = position % Long.SIZE;
    t[word] |= bits << shift;
    if (shift != 0) {
      t[word + 1] |= bits >>> (Long.SIZE - shift);
    }
  }

  /// `t = (t + m p) / 2^64` with `m = -t / p mod 2^64`.
  private void divideByWord(long[] t) {
    Modulus p = scalar.modulus();
    long m = t[0] * p.negativeInverse();
    long carry = Math.unsignedMultiplyHigh(m, p.lo()) + ScalarFieldKernels.less(0, t[0]); // m p.lo = -t[0] mod 2^64
    long low = m * p.hi();
    long high = Math.unsignedMultiplyHigh(m, p.hi());
    low += carry;
    high += ScalarFieldKernels.less(low, carry);
    t[0] = t[1] + low;
    high += ScalarFieldKernels.less(t[0], low);
    t[1] = t[2] + high;
    long c = ScalarFieldKernels.less(t[1], high);
    t[2] = t[3] + c;
    c = ScalarFieldKernels.less(t[2], c);
    t[3] = t[4] + c;
    t[4] = ScalarFieldKernels.less(t[3], c);
  }
}
