package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// A row times a matrix: each word of the matrix is read once, and is not packed.
///
/// - **Representation.** 4 digits of 32 bits of the matrix by 5 limbs of 26 bits of the row; the 20 products of a term have weights of their own, `2^(32 i + 26 j)`, and a sum each.
/// - **Ranges.** Operands below `2^127`; at most [#MAX_TERMS] terms.
/// - **Operations.** As [RowBlocks] says. 20 sums, 4 digits and a limb: 25 of 32 vector registers.
/// - **Aliasing and time.** Outputs are other arrays than inputs; time depends on lengths only.
/// - **Source.** `docs/BOUNDS.md`, "Rows times matrices".
final class VectorRowBlocks implements RowBlocks {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  /// C2 multiplies 32 x 32 bits in one instruction where it sees that the upper halves are zero.
  private static final long LOW_HALF = 0xFFFFFFFFL;
  private static final int DIGITS = 4;
  private static final int DIGIT_BITS = 32;

  private final long[] sums = new long[DIGITS * LIMBS * LANES.length()];

  VectorRowBlocks() {}

  @Override
  public void rows(long[] hi, long[] lo, int base, int[] offsets, int first, int terms, long[] row, int limbStride,
      long[] columns, int columnsAt) {
    LongVector x00 = LongVector.zero(LANES);
    LongVector x01 = LongVector.zero(LANES);
    LongVector x02 = LongVector.zero(LANES);
    LongVector x03 = LongVector.zero(LANES);
    LongVector x04 = LongVector.zero(LANES);
    LongVector x10 = LongVector.zero(LANES);
    LongVector x11 = LongVector.zero(LANES);
    LongVector x12 = LongVector.zero(LANES);
    LongVector x13 = LongVector.zero(LANES);
    LongVector x14 = LongVector.zero(LANES);
    LongVector x20 = LongVector.zero(LANES);
    LongVector x21 = LongVector.zero(LANES);
    LongVector x22 = LongVector.zero(LANES);
    LongVector x23 = LongVector.zero(LANES);
    LongVector x24 = LongVector.zero(LANES);
    LongVector x30 = LongVector.zero(LANES);
    LongVector x31 = LongVector.zero(LANES);
    LongVector x32 = LongVector.zero(LANES);
    LongVector x33 = LongVector.zero(LANES);
    LongVector x34 = LongVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      int at = base + offsets[first + t];
      LongVector aHi = LongVector.fromArray(LANES, hi, at);
      LongVector aLo = LongVector.fromArray(LANES, lo, at);
      LongVector a0 = aLo.and(LOW_HALF);
      LongVector a1 = aLo.lanewise(LSHR, 32);
      LongVector a2 = aHi.and(LOW_HALF);
      LongVector a3 = aHi.lanewise(LSHR, 32);
      LongVector b = LongVector.broadcast(LANES, row[t]).and(LOW_HALF);
      x00 = x00.add(a0.mul(b));
      x10 = x10.add(a1.mul(b));
      x20 = x20.add(a2.mul(b));
      x30 = x30.add(a3.mul(b));
      b = LongVector.broadcast(LANES, row[limbStride + t]).and(LOW_HALF);
      x01 = x01.add(a0.mul(b));
      x11 = x11.add(a1.mul(b));
      x21 = x21.add(a2.mul(b));
      x31 = x31.add(a3.mul(b));
      b = LongVector.broadcast(LANES, row[2 * limbStride + t]).and(LOW_HALF);
      x02 = x02.add(a0.mul(b));
      x12 = x12.add(a1.mul(b));
      x22 = x22.add(a2.mul(b));
      x32 = x32.add(a3.mul(b));
      b = LongVector.broadcast(LANES, row[3 * limbStride + t]).and(LOW_HALF);
      x03 = x03.add(a0.mul(b));
      x13 = x13.add(a1.mul(b));
      x23 = x23.add(a2.mul(b));
      x33 = x33.add(a3.mul(b));
      b = LongVector.broadcast(LANES, row[4 * limbStride + t]).and(LOW_HALF);
      x04 = x04.add(a0.mul(b));
      x14 = x14.add(a1.mul(b));
      x24 = x24.add(a2.mul(b));
      x34 = x34.add(a3.mul(b));
    }
    x00.intoArray(sums, 0);
    x01.intoArray(sums, LANES.length());
    x02.intoArray(sums, 2 * LANES.length());
    x03.intoArray(sums, 3 * LANES.length());
    x04.intoArray(sums, 4 * LANES.length());
    x10.intoArray(sums, 5 * LANES.length());
    x11.intoArray(sums, 6 * LANES.length());
    x12.intoArray(sums, 7 * LANES.length());
    x13.intoArray(sums, 8 * LANES.length());
    x14.intoArray(sums, 9 * LANES.length());
    x20.intoArray(sums, 10 * LANES.length());
    x21.intoArray(sums, 11 * LANES.length());
    x22.intoArray(sums, 12 * LANES.length());
    x23.intoArray(sums, 13 * LANES.length());
    x24.intoArray(sums, 14 * LANES.length());
    x30.intoArray(sums, 15 * LANES.length());
    x31.intoArray(sums, 16 * LANES.length());
    x32.intoArray(sums, 17 * LANES.length());
    x33.intoArray(sums, 18 * LANES.length());
    x34.intoArray(sums, 19 * LANES.length());
    recombine(columns, columnsAt);
  }

  @Override
  public void dot(long[] hi, long[] lo, int base, int vectors, long[] row, int limbStride, long[] columns,
      int columnsAt) {
    LongVector x00 = LongVector.zero(LANES);
    LongVector x01 = LongVector.zero(LANES);
    LongVector x02 = LongVector.zero(LANES);
    LongVector x03 = LongVector.zero(LANES);
    LongVector x04 = LongVector.zero(LANES);
    LongVector x10 = LongVector.zero(LANES);
    LongVector x11 = LongVector.zero(LANES);
    LongVector x12 = LongVector.zero(LANES);
    LongVector x13 = LongVector.zero(LANES);
    LongVector x14 = LongVector.zero(LANES);
    LongVector x20 = LongVector.zero(LANES);
    LongVector x21 = LongVector.zero(LANES);
    LongVector x22 = LongVector.zero(LANES);
    LongVector x23 = LongVector.zero(LANES);
    LongVector x24 = LongVector.zero(LANES);
    LongVector x30 = LongVector.zero(LANES);
    LongVector x31 = LongVector.zero(LANES);
    LongVector x32 = LongVector.zero(LANES);
    LongVector x33 = LongVector.zero(LANES);
    LongVector x34 = LongVector.zero(LANES);
    for (int t = 0; t < vectors * LANES.length(); t += LANES.length()) {
      LongVector aHi = LongVector.fromArray(LANES, hi, base + t);
      LongVector aLo = LongVector.fromArray(LANES, lo, base + t);
      LongVector a0 = aLo.and(LOW_HALF);
      LongVector a1 = aLo.lanewise(LSHR, 32);
      LongVector a2 = aHi.and(LOW_HALF);
      LongVector a3 = aHi.lanewise(LSHR, 32);
      LongVector b = LongVector.fromArray(LANES, row, t).and(LOW_HALF);
      x00 = x00.add(a0.mul(b));
      x10 = x10.add(a1.mul(b));
      x20 = x20.add(a2.mul(b));
      x30 = x30.add(a3.mul(b));
      b = LongVector.fromArray(LANES, row, limbStride + t).and(LOW_HALF);
      x01 = x01.add(a0.mul(b));
      x11 = x11.add(a1.mul(b));
      x21 = x21.add(a2.mul(b));
      x31 = x31.add(a3.mul(b));
      b = LongVector.fromArray(LANES, row, 2 * limbStride + t).and(LOW_HALF);
      x02 = x02.add(a0.mul(b));
      x12 = x12.add(a1.mul(b));
      x22 = x22.add(a2.mul(b));
      x32 = x32.add(a3.mul(b));
      b = LongVector.fromArray(LANES, row, 3 * limbStride + t).and(LOW_HALF);
      x03 = x03.add(a0.mul(b));
      x13 = x13.add(a1.mul(b));
      x23 = x23.add(a2.mul(b));
      x33 = x33.add(a3.mul(b));
      b = LongVector.fromArray(LANES, row, 4 * limbStride + t).and(LOW_HALF);
      x04 = x04.add(a0.mul(b));
      x14 = x14.add(a1.mul(b));
      x24 = x24.add(a2.mul(b));
      x34 = x34.add(a3.mul(b));
    }
    x00.intoArray(sums, 0);
    x01.intoArray(sums, LANES.length());
    x02.intoArray(sums, 2 * LANES.length());
    x03.intoArray(sums, 3 * LANES.length());
    x04.intoArray(sums, 4 * LANES.length());
    x10.intoArray(sums, 5 * LANES.length());
    x11.intoArray(sums, 6 * LANES.length());
    x12.intoArray(sums, 7 * LANES.length());
    x13.intoArray(sums, 8 * LANES.length());
    x14.intoArray(sums, 9 * LANES.length());
    x20.intoArray(sums, 10 * LANES.length());
    x21.intoArray(sums, 11 * LANES.length());
    x22.intoArray(sums, 12 * LANES.length());
    x23.intoArray(sums, 13 * LANES.length());
    x24.intoArray(sums, 14 * LANES.length());
    x30.intoArray(sums, 15 * LANES.length());
    x31.intoArray(sums, 16 * LANES.length());
    x32.intoArray(sums, 17 * LANES.length());
    x33.intoArray(sums, 18 * LANES.length());
    x34.intoArray(sums, 19 * LANES.length());
    recombine(columns, columnsAt);
  }

  /// From weights `2^(32 i + 26 j)` to columns of weights `2^(26 c)`.
  private void recombine(long[] columns, int at) {
    LongVector zero = LongVector.zero(LANES);
    for (int c = 0; c < COLUMNS; c++) {
      zero.intoArray(columns, at + c * LANES.length());
    }
    for (int i = 0; i < DIGITS; i++) {
      int excess = (DIGIT_BITS - LIMB_BITS) * i; // 2^(32 i + 26 j) = 2^excess 2^(26 (i + j))
      for (int j = 0; j < LIMBS; j++) {
        LongVector sum = LongVector.fromArray(LANES, sums, (i * LIMBS + j) * LANES.length());
        int to = at + (i + j) * LANES.length();
        add(columns, to, sum.lanewise(LSHL, excess).and(LIMB_MASK));
        LongVector rest = sum.lanewise(LSHR, LIMB_BITS - excess);
        if (i + j + 2 < COLUMNS) {
          add(columns, to + LANES.length(), rest.and(LIMB_MASK));
          add(columns, to + 2 * LANES.length(), rest.lanewise(LSHR, LIMB_BITS));
        } else {
          add(columns, to + LANES.length(), rest);
        }
      }
    }
  }

  private static void add(long[] columns, int at, LongVector term) {
    LongVector.fromArray(LANES, columns, at).add(term).intoArray(columns, at);
  }
}
