package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// Inner products of 127-bit integers in limbs: `LANES` rows of A by one or two columns of B.
///
/// - **Representation.** 5 limbs of 26 bits; 25 products of 32 x 32 bits per term, summed in 9 columns of 64 bits that never carry in the loop.
/// - **Ranges.** Operands below `2^127`; at most [LimbBounds#MAX_TERMS] terms.
/// - **Operations.** As [LimbBlocks] says. Two columns take 18 sums, 5 limbs of rows and one broadcast limb: 24 of 32 vector registers.
/// - **Aliasing and time.** Outputs are other arrays than inputs; time depends on lengths only.
/// - **Source.** `docs/BOUNDS.md`, "Limbs and accumulators".
final class VectorLimbBlocks implements LimbBlocks {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  /// C2 multiplies 32 x 32 bits in one instruction where it sees that the upper halves are zero.
  private static final long LOW_HALF = 0xFFFFFFFFL;

  VectorLimbBlocks() {}

  @Override
  public void split(Limbs words, int from, int vectors, long[] out, int at, int vectorStride, int limbStride) {
    for (int v = 0; v < vectors; v++) {
      LongVector hi = LongVector.fromArray(LANES, words.hi(), from + v * LANES.length());
      LongVector lo = LongVector.fromArray(LANES, words.lo(), from + v * LANES.length());
      int o = at + v * vectorStride;
      lo.and(LIMB_MASK).intoArray(out, o);
      lo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK).intoArray(out, o + limbStride);
      lo.lanewise(LSHR, 2 * LIMB_BITS).or(hi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS)).and(LIMB_MASK)
          .intoArray(out, o + 2 * limbStride);
      hi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK).intoArray(out, o + 3 * limbStride);
      hi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE).intoArray(out, o + 4 * limbStride);
    }
  }

  @Override
  public void single(long[] rows, long[] column, int from, int limbStride, int terms, long[] columns, int at) {
    LongVector x0 = LongVector.zero(LANES);
    LongVector x1 = LongVector.zero(LANES);
    LongVector x2 = LongVector.zero(LANES);
    LongVector x3 = LongVector.zero(LANES);
    LongVector x4 = LongVector.zero(LANES);
    LongVector x5 = LongVector.zero(LANES);
    LongVector x6 = LongVector.zero(LANES);
    LongVector x7 = LongVector.zero(LANES);
    LongVector x8 = LongVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      LongVector a0 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length()).and(LOW_HALF);
      LongVector a1 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + LANES.length()).and(LOW_HALF);
      LongVector a2 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + 2 * LANES.length()).and(LOW_HALF);
      LongVector a3 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + 3 * LANES.length()).and(LOW_HALF);
      LongVector a4 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + 4 * LANES.length()).and(LOW_HALF);
      LongVector b = LongVector.broadcast(LANES, column[from + t]).and(LOW_HALF);
      x0 = x0.add(a0.mul(b));
      x1 = x1.add(a1.mul(b));
      x2 = x2.add(a2.mul(b));
      x3 = x3.add(a3.mul(b));
      x4 = x4.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + limbStride + t]).and(LOW_HALF);
      x1 = x1.add(a0.mul(b));
      x2 = x2.add(a1.mul(b));
      x3 = x3.add(a2.mul(b));
      x4 = x4.add(a3.mul(b));
      x5 = x5.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 2 * limbStride + t]).and(LOW_HALF);
      x2 = x2.add(a0.mul(b));
      x3 = x3.add(a1.mul(b));
      x4 = x4.add(a2.mul(b));
      x5 = x5.add(a3.mul(b));
      x6 = x6.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 3 * limbStride + t]).and(LOW_HALF);
      x3 = x3.add(a0.mul(b));
      x4 = x4.add(a1.mul(b));
      x5 = x5.add(a2.mul(b));
      x6 = x6.add(a3.mul(b));
      x7 = x7.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 4 * limbStride + t]).and(LOW_HALF);
      x4 = x4.add(a0.mul(b));
      x5 = x5.add(a1.mul(b));
      x6 = x6.add(a2.mul(b));
      x7 = x7.add(a3.mul(b));
      x8 = x8.add(a4.mul(b));
    }
    x0.intoArray(columns, at);
    x1.intoArray(columns, at + LANES.length());
    x2.intoArray(columns, at + 2 * LANES.length());
    x3.intoArray(columns, at + 3 * LANES.length());
    x4.intoArray(columns, at + 4 * LANES.length());
    x5.intoArray(columns, at + 5 * LANES.length());
    x6.intoArray(columns, at + 6 * LANES.length());
    x7.intoArray(columns, at + 7 * LANES.length());
    x8.intoArray(columns, at + 8 * LANES.length());
  }

  @Override
  public void pair(long[] rows, long[] column, int from, int limbStride, int terms, long[] columns, int at) {
    LongVector x0 = LongVector.zero(LANES);
    LongVector x1 = LongVector.zero(LANES);
    LongVector x2 = LongVector.zero(LANES);
    LongVector x3 = LongVector.zero(LANES);
    LongVector x4 = LongVector.zero(LANES);
    LongVector x5 = LongVector.zero(LANES);
    LongVector x6 = LongVector.zero(LANES);
    LongVector x7 = LongVector.zero(LANES);
    LongVector x8 = LongVector.zero(LANES);
    LongVector y0 = LongVector.zero(LANES);
    LongVector y1 = LongVector.zero(LANES);
    LongVector y2 = LongVector.zero(LANES);
    LongVector y3 = LongVector.zero(LANES);
    LongVector y4 = LongVector.zero(LANES);
    LongVector y5 = LongVector.zero(LANES);
    LongVector y6 = LongVector.zero(LANES);
    LongVector y7 = LongVector.zero(LANES);
    LongVector y8 = LongVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      LongVector a0 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length()).and(LOW_HALF);
      LongVector a1 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + LANES.length()).and(LOW_HALF);
      LongVector a2 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + 2 * LANES.length()).and(LOW_HALF);
      LongVector a3 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + 3 * LANES.length()).and(LOW_HALF);
      LongVector a4 = LongVector.fromArray(LANES, rows, t * LIMBS * LANES.length() + 4 * LANES.length()).and(LOW_HALF);
      LongVector b = LongVector.broadcast(LANES, column[from + t]).and(LOW_HALF);
      x0 = x0.add(a0.mul(b));
      x1 = x1.add(a1.mul(b));
      x2 = x2.add(a2.mul(b));
      x3 = x3.add(a3.mul(b));
      x4 = x4.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + limbStride + t]).and(LOW_HALF);
      x1 = x1.add(a0.mul(b));
      x2 = x2.add(a1.mul(b));
      x3 = x3.add(a2.mul(b));
      x4 = x4.add(a3.mul(b));
      x5 = x5.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 2 * limbStride + t]).and(LOW_HALF);
      x2 = x2.add(a0.mul(b));
      x3 = x3.add(a1.mul(b));
      x4 = x4.add(a2.mul(b));
      x5 = x5.add(a3.mul(b));
      x6 = x6.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 3 * limbStride + t]).and(LOW_HALF);
      x3 = x3.add(a0.mul(b));
      x4 = x4.add(a1.mul(b));
      x5 = x5.add(a2.mul(b));
      x6 = x6.add(a3.mul(b));
      x7 = x7.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 4 * limbStride + t]).and(LOW_HALF);
      x4 = x4.add(a0.mul(b));
      x5 = x5.add(a1.mul(b));
      x6 = x6.add(a2.mul(b));
      x7 = x7.add(a3.mul(b));
      x8 = x8.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 5 * limbStride + t]).and(LOW_HALF);
      y0 = y0.add(a0.mul(b));
      y1 = y1.add(a1.mul(b));
      y2 = y2.add(a2.mul(b));
      y3 = y3.add(a3.mul(b));
      y4 = y4.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 6 * limbStride + t]).and(LOW_HALF);
      y1 = y1.add(a0.mul(b));
      y2 = y2.add(a1.mul(b));
      y3 = y3.add(a2.mul(b));
      y4 = y4.add(a3.mul(b));
      y5 = y5.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 7 * limbStride + t]).and(LOW_HALF);
      y2 = y2.add(a0.mul(b));
      y3 = y3.add(a1.mul(b));
      y4 = y4.add(a2.mul(b));
      y5 = y5.add(a3.mul(b));
      y6 = y6.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 8 * limbStride + t]).and(LOW_HALF);
      y3 = y3.add(a0.mul(b));
      y4 = y4.add(a1.mul(b));
      y5 = y5.add(a2.mul(b));
      y6 = y6.add(a3.mul(b));
      y7 = y7.add(a4.mul(b));
      b = LongVector.broadcast(LANES, column[from + 9 * limbStride + t]).and(LOW_HALF);
      y4 = y4.add(a0.mul(b));
      y5 = y5.add(a1.mul(b));
      y6 = y6.add(a2.mul(b));
      y7 = y7.add(a3.mul(b));
      y8 = y8.add(a4.mul(b));
    }
    x0.intoArray(columns, at);
    x1.intoArray(columns, at + LANES.length());
    x2.intoArray(columns, at + 2 * LANES.length());
    x3.intoArray(columns, at + 3 * LANES.length());
    x4.intoArray(columns, at + 4 * LANES.length());
    x5.intoArray(columns, at + 5 * LANES.length());
    x6.intoArray(columns, at + 6 * LANES.length());
    x7.intoArray(columns, at + 7 * LANES.length());
    x8.intoArray(columns, at + 8 * LANES.length());
    y0.intoArray(columns, at + 9 * LANES.length());
    y1.intoArray(columns, at + 10 * LANES.length());
    y2.intoArray(columns, at + 11 * LANES.length());
    y3.intoArray(columns, at + 12 * LANES.length());
    y4.intoArray(columns, at + 13 * LANES.length());
    y5.intoArray(columns, at + 14 * LANES.length());
    y6.intoArray(columns, at + 15 * LANES.length());
    y7.intoArray(columns, at + 16 * LANES.length());
    y8.intoArray(columns, at + 17 * LANES.length());
  }
}
