package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Montgomery reduction modulo `p = 2^127 - 2^65 + 1` in limbs of 26 bits: shifts and adds only.
///
/// - **Representation.** `S = sum of c_j 2^(26 j)`, signed 64-bit columns. Modulo `2^65`, `p = 1`: the step that clears `w <= 26` bits of column j
///   takes `m = -c_j mod 2^w` and adds `m p 2^(26 j)`; `m` turns into a carry of `ceil(c_j / 2^w)`, `-m 2^65` into `-m 2^13` at column j + 2,
///   `m 2^127` into `m 2^23` at column j + 4. Four steps of 26 bits and one of 24 divide by `2^128`.
/// - **Ranges.** In as [ColumnReduction]; after the steps `0 <= V < S / 2^128 + p < 2^137`; after the fold `0 <= V < 2^127 + 2^118 < 2p`; out CANONICAL.
/// - **Operations.** [#reduce].
/// - **Aliasing and time.** Time depends on `vectors` only.
/// - **Source.** Montgomery 1985; `docs/BOUNDS.md`.
final class MoietyReduction implements ColumnReduction {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  private static final long MASK_24 = (1L << 24) - 1;
  /// Bits of column 8 below `2^127`, when column 8 has weight `2^80`.
  private static final int TOP_BITS = 127 - 80;
  private static final long TOP_MASK = (1L << TOP_BITS) - 1;
  private static final long P_HI = Modulus.MOIETY.hi();
  private static final long P_LO = Modulus.MOIETY.lo();

  MoietyReduction() {}

  @Override
  public void reduce(long[] columns, int vectors, Limbs r, int from) {
    long[] rHi = r.hi();
    long[] rLo = r.lo();
    for (int v = 0; v < vectors; v++) {
      int at = v * COLUMNS * LANES.length();
      LongVector c0 = LongVector.fromArray(LANES, columns, at);
      LongVector c1 = LongVector.fromArray(LANES, columns, at + LANES.length());
      LongVector c2 = LongVector.fromArray(LANES, columns, at + 2 * LANES.length());
      LongVector c3 = LongVector.fromArray(LANES, columns, at + 3 * LANES.length());
      LongVector c4 = LongVector.fromArray(LANES, columns, at + 4 * LANES.length());
      LongVector c5 = LongVector.fromArray(LANES, columns, at + 5 * LANES.length());
      LongVector c6 = LongVector.fromArray(LANES, columns, at + 6 * LANES.length());
      LongVector c7 = LongVector.fromArray(LANES, columns, at + 7 * LANES.length());
      LongVector c8 = LongVector.fromArray(LANES, columns, at + 8 * LANES.length());

      // five steps; each leaves S a multiple of 2^26, 2^52, 2^78, 2^104, 2^128
      LongVector m = c0.neg().and(LIMB_MASK);
      c1 = c1.add(c0.add(LIMB_MASK).lanewise(ASHR, LIMB_BITS));
      c2 = c2.sub(m.lanewise(LSHL, 13));
      c4 = c4.add(m.lanewise(LSHL, 23));
      m = c1.neg().and(LIMB_MASK);
      c2 = c2.add(c1.add(LIMB_MASK).lanewise(ASHR, LIMB_BITS));
      c3 = c3.sub(m.lanewise(LSHL, 13));
      c5 = c5.add(m.lanewise(LSHL, 23));
      m = c2.neg().and(LIMB_MASK);
      c3 = c3.add(c2.add(LIMB_MASK).lanewise(ASHR, LIMB_BITS));
      c4 = c4.sub(m.lanewise(LSHL, 13));
      c6 = c6.add(m.lanewise(LSHL, 23));
      m = c3.neg().and(LIMB_MASK);
      c4 = c4.add(c3.add(LIMB_MASK).lanewise(ASHR, LIMB_BITS));
      c5 = c5.sub(m.lanewise(LSHL, 13));
      c7 = c7.add(m.lanewise(LSHL, 23));
      m = c4.neg().and(MASK_24);
      LongVector e0 = c4.add(MASK_24).lanewise(ASHR, 24);
      c6 = c6.sub(m.lanewise(LSHL, 13));
      c8 = c8.add(m.lanewise(LSHL, 23));

      // V = e0 + 2^2 c5 + 2^28 c6 + 2^54 c7 + 2^80 c8; fold what exceeds 2^127: 2^127 = 2^65 - 1 mod p, and 2^65 = 2^54 * 2^11
      LongVector top = c8.lanewise(ASHR, TOP_BITS);
      c8 = c8.and(TOP_MASK);
      e0 = e0.sub(top);
      c7 = c7.add(top.lanewise(LSHL, 11));

      // carries: c5, c6, c7 keep 26 bits each, c8 takes the rest, 0 <= c8 < 2^48
      c5 = c5.add(e0.lanewise(ASHR, 2));
      c6 = c6.add(c5.lanewise(ASHR, LIMB_BITS));
      c7 = c7.add(c6.lanewise(ASHR, LIMB_BITS));
      c8 = c8.add(c7.lanewise(ASHR, LIMB_BITS));
      c7 = c7.and(LIMB_MASK);
      LongVector lo = e0.and(3).or(c5.and(LIMB_MASK).lanewise(LSHL, 2)).or(c6.and(LIMB_MASK).lanewise(LSHL, 28))
          .or(c7.lanewise(LSHL, 54));
      LongVector hi = c7.lanewise(LSHR, 10).or(c8.lanewise(LSHL, 16));

      // V - p in -p .. p-1: the sign bit tells
      LongVector dLo = lo.sub(P_LO);
      LongVector dHi = hi.sub(P_HI).sub(1, lo.compare(ULT, P_LO));
      VectorMask<Long> below = dHi.lt(0);
      dLo.blend(lo, below).intoArray(rLo, from + v * LANES.length());
      dHi.blend(hi, below).intoArray(rHi, from + v * LANES.length());
    }
  }
}
