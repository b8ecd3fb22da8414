package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Values below `2^158` modulo `p = 2^127 - 2^65 + 1`.
///
/// - **Representation.** Five columns of weight `2^(26 j)`. After carrying, what column 4 holds from `2^127` on, top, is worth `2^65 - 1` each:
///   `-top` in column 0, `top 2^13` in column 2.
/// - **Ranges.** Columns in `0 .. 2^53 - 1`, `top < 2^31`; after the fold `0 <= V < 2^127 + 2^104 < 2p`; out CANONICAL.
/// - **Operations.** As [ColumnFold] says.
/// - **Aliasing and time.** Time depends on `vectors` only.
/// - **Source.** `docs/BOUNDS.md`, "Residues".
final class MoietyFold implements ColumnFold {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  private static final int TOP_BITS = 127 - (LIMBS - 1) * LIMB_BITS;
  private static final long TOP_MASK = (1L << TOP_BITS) - 1;
  private static final long P_HI = Modulus.MOIETY.hi();
  private static final long P_LO = Modulus.MOIETY.lo();

  MoietyFold() {}

  @Override
  public void fold(long[] columns, int columnsAt, int vectors, Limbs r, int from) {
    long[] rHi = r.hi();
    long[] rLo = r.lo();
    for (int v = 0; v < vectors; v++) {
      int at = columnsAt + v * LIMBS * LANES.length();
      LongVector c0 = LongVector.fromArray(LANES, columns, at);
      LongVector c1 = LongVector.fromArray(LANES, columns, at + LANES.length());
      LongVector c2 = LongVector.fromArray(LANES, columns, at + 2 * LANES.length());
      LongVector c3 = LongVector.fromArray(LANES, columns, at + 3 * LANES.length());
      LongVector c4 = LongVector.fromArray(LANES, columns, at + 4 * LANES.length());

      // carries: c0 .. c3 keep 26 bits, c4 < 2^54
      c1 = c1.add(c0.lanewise(LSHR, LIMB_BITS));
      c2 = c2.add(c1.lanewise(LSHR, LIMB_BITS));
      c3 = c3.add(c2.lanewise(LSHR, LIMB_BITS));
      c4 = c4.add(c3.lanewise(LSHR, LIMB_BITS));
      LongVector top = c4.lanewise(LSHR, TOP_BITS);
      c4 = c4.and(TOP_MASK);

      // fold; c0 > -2^31, c2 < 2^45
      c0 = c0.and(LIMB_MASK).sub(top);
      c2 = c2.and(LIMB_MASK).add(top.lanewise(LSHL, 65 - 2 * LIMB_BITS));

      // carries again: c4 <= 2^23
      c1 = c1.and(LIMB_MASK).add(c0.lanewise(ASHR, LIMB_BITS));
      c2 = c2.add(c1.lanewise(ASHR, LIMB_BITS));
      c3 = c3.and(LIMB_MASK).add(c2.lanewise(ASHR, LIMB_BITS));
      c4 = c4.add(c3.lanewise(ASHR, LIMB_BITS));
      c2 = c2.and(LIMB_MASK);
      LongVector lo = c0.and(LIMB_MASK).or(c1.and(LIMB_MASK).lanewise(LSHL, LIMB_BITS))
          .or(c2.lanewise(LSHL, 2 * LIMB_BITS));
      LongVector hi = c2.lanewise(LSHR, Long.SIZE - 2 * LIMB_BITS)
          .or(c3.and(LIMB_MASK).lanewise(LSHL, 3 * LIMB_BITS - Long.SIZE))
          .or(c4.lanewise(LSHL, 4 * LIMB_BITS - Long.SIZE));

      // V - p in -p .. p-1: the sign bit tells
      LongVector dLo = lo.sub(P_LO);
      LongVector dHi = hi.sub(P_HI).sub(1, lo.compare(ULT, P_LO));
      VectorMask<Long> below = dHi.lt(0);
      dLo.blend(lo, below).intoArray(rLo, from + v * LANES.length());
      dHi.blend(hi, below).intoArray(rHi, from + v * LANES.length());
    }
  }
}
