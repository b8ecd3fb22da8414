package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.UGT;
import static jdk.incubator.vector.VectorOperators.ULT;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// [DirectProducts] modulo `p = 2^127 - 2^65 + 1`: each operation one pass with everything in registers.
///
/// - **Representation.** Products: 5 limbs of 26 bits, 9 columns, `S = sum of c_j 2^(26 j)`. A Montgomery step takes `m = c_j mod 2^26` off with `m p`, which
///   is a carry of `floor(c_j / 2^26)`, `m 2^13` at column j + 2 and `-m 2^23` at column j + 4. Small factors: two words and a carry word.
/// - **Ranges.** CANONICAL in and out. A product's V lies in `-p .. p / 2`, a small multiple's in `0 .. 2p - 1`: one conditional addition or subtraction.
/// - **Operations.** As [DirectProducts] says.
/// - **Aliasing and time.** In place allowed; time depends on the length only.
/// - **Source.** Montgomery 1985; `docs/BOUNDS.md`, "Products in one pass".
final class MoietyProducts implements DirectProducts {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  private static final long P_HI = Modulus.MOIETY.hi();
  private static final long P_LO = Modulus.MOIETY.lo();
  private static final long MASK_24 = (1L << 24) - 1;
  private static final long MASK_28 = (1L << 28) - 1;
  private static final long MASK_63 = -1L >>> 1;
  /// C2 multiplies 32 x 32 bits in one instruction where it sees that the upper halves are zero.
  private static final long LOW_HALF = 0xFFFFFFFFL;

  MoietyProducts() {}

  /// No helper methods: C2 gives up inlining them in a method of this size, and would box every vector.
  @Override
  public int multiply(Limbs a, Limbs b, int bFrom, int bStep, Limbs r, int from, int to) {
    long[] aHis = a.hi();
    long[] aLos = a.lo();
    long[] bHis = b.hi();
    long[] bLos = b.lo();
    long[] rHis = r.hi();
    long[] rLos = r.lo();
    int i = from;
    int j = bFrom;
    for (int end = to - LANES.length(); i <= end; i += LANES.length(), j += bStep) {
      LongVector aHi = LongVector.fromArray(LANES, aHis, i);
      LongVector aLo = LongVector.fromArray(LANES, aLos, i);
      LongVector a0 = aLo.and(LIMB_MASK);
      LongVector a1 = aLo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK);
      LongVector a2 = aLo.lanewise(LSHR, 2 * LIMB_BITS).or(aHi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS))
          .and(LIMB_MASK);
      LongVector a3 = aHi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK);
      LongVector a4 = aHi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE);
      LongVector bHi = LongVector.fromArray(LANES, bHis, j);
      LongVector bLo = LongVector.fromArray(LANES, bLos, j);
      LongVector b0 = bLo.and(LIMB_MASK);
      LongVector b1 = bLo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK);
      LongVector b2 = bLo.lanewise(LSHR, 2 * LIMB_BITS).or(bHi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS))
          .and(LIMB_MASK);
      LongVector b3 = bHi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK);
      LongVector b4 = bHi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE);

      // each step leaves S a multiple of 2^26, 2^52, 2^78, 2^104, 2^128
      LongVector c0 = a0.mul(b0);
      LongVector c1 = a0.mul(b1).add(a1.mul(b0)).add(c0.lanewise(LSHR, LIMB_BITS));
      LongVector m0 = c0.and(LIMB_MASK);
      LongVector c2 = a0.mul(b2).add(a1.mul(b1)).add(a2.mul(b0)).add(m0.lanewise(LSHL, 13))
          .add(c1.lanewise(LSHR, LIMB_BITS));
      LongVector m1 = c1.and(LIMB_MASK);
      LongVector c3 = a0.mul(b3).add(a1.mul(b2)).add(a2.mul(b1)).add(a3.mul(b0)).add(m1.lanewise(LSHL, 13))
          .add(c2.lanewise(LSHR, LIMB_BITS));
      LongVector m2 = c2.and(LIMB_MASK);
      LongVector c4 = a0.mul(b4).add(a1.mul(b3)).add(a2.mul(b2)).add(a3.mul(b1)).add(a4.mul(b0))
          .add(m2.lanewise(LSHL, 13)).sub(m0.lanewise(LSHL, 23)).add(c3.lanewise(LSHR, LIMB_BITS));
      LongVector m3 = c3.and(LIMB_MASK);
      LongVector m4 = c4.and(MASK_24);

      // V = e + 2^28 c6 + 2^54 c7 + 2^80 c8
      LongVector e = a1.mul(b4).add(a2.mul(b3)).add(a3.mul(b2)).add(a4.mul(b1)).add(m3.lanewise(LSHL, 13))
          .sub(m1.lanewise(LSHL, 23)).lanewise(LSHL, 2).add(c4.lanewise(ASHR, 24));
      LongVector c6 = a2.mul(b4).add(a3.mul(b3)).add(a4.mul(b2)).add(m4.lanewise(LSHL, 13)).sub(m2.lanewise(LSHL, 23))
          .add(e.lanewise(ASHR, 28));
      LongVector c7 = a3.mul(b4).add(a4.mul(b3)).sub(m3.lanewise(LSHL, 23)).add(c6.lanewise(ASHR, LIMB_BITS));
      LongVector c8 = a4.mul(b4).sub(m4.lanewise(LSHL, 23));
      LongVector lo = e.and(MASK_28).or(c6.and(LIMB_MASK).lanewise(LSHL, 28)).or(c7.lanewise(LSHL, 54));
      LongVector hi = c8.lanewise(LSHL, 16).add(c7.lanewise(ASHR, 10));

      VectorMask<Long> negative = hi.lt(0); // -p < V < p / 2
      LongVector sum = lo.add(P_LO, negative);
      sum.intoArray(rLos, i);
      hi.add(P_HI, negative).add(1, sum.compare(ULT, lo)).intoArray(rHis, i);
    }
    return i;
  }

  @Override
  public int multiple(Limbs a, long factor, Limbs r, int from, int to) {
    long[] aHis = a.hi();
    long[] aLos = a.lo();
    long[] rHis = r.hi();
    long[] rLos = r.lo();
    LongVector c = LongVector.broadcast(LANES, Math.abs(factor)).and(LOW_HALF);
    VectorMask<Long> negate = VectorMask.fromLong(LANES, factor >> 63);
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector aHi = LongVector.fromArray(LANES, aHis, i);
      LongVector aLo = LongVector.fromArray(LANES, aLos, i);
      LongVector lo = aLo.blend(aLo.neg().add(P_LO), negate); // p - a at a negative factor, at most p
      LongVector hi = aHi.blend(aHi.neg().add(P_HI).sub(1, aLo.compare(UGT, P_LO)), negate);

      // |factor| a, three words
      LongVector low = lo.and(LOW_HALF).mul(c);
      LongVector next = lo.lanewise(LSHR, 32).mul(c);
      LongVector middle = hi.and(LOW_HALF).mul(c);
      LongVector high = hi.lanewise(LSHR, 32).mul(c);
      lo = low.add(next.lanewise(LSHL, 32));
      middle = middle.add(next.lanewise(LSHR, 32)).add(1, lo.compare(ULT, low));
      hi = middle.add(high.lanewise(LSHL, 32));
      LongVector top = high.lanewise(LSHR, 32).add(1, hi.compare(ULT, middle)).lanewise(LSHL, 1)
          .or(hi.lanewise(LSHR, 63));

      // top 2^127 = top (2^65 - 1): below 2p
      hi = hi.and(MASK_63).add(top.lanewise(LSHL, 1)).sub(1, lo.compare(ULT, top));
      lo = lo.sub(top);
      LongVector dLo = lo.sub(P_LO);
      LongVector dHi = hi.sub(P_HI).sub(1, lo.compare(ULT, P_LO));
      VectorMask<Long> below = dHi.lt(0);
      dLo.blend(lo, below).intoArray(rLos, i);
      dHi.blend(hi, below).intoArray(rHis, i);
    }
    return i;
  }

  @Override
  public int multiplePlus(Limbs a, long factor, Limbs b, Limbs r, int from, int to) {
    long[] aHis = a.hi();
    long[] aLos = a.lo();
    long[] bHis = b.hi();
    long[] bLos = b.lo();
    long[] rHis = r.hi();
    long[] rLos = r.lo();
    LongVector c = LongVector.broadcast(LANES, Math.abs(factor)).and(LOW_HALF);
    VectorMask<Long> negate = VectorMask.fromLong(LANES, factor >> 63);
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector aHi = LongVector.fromArray(LANES, aHis, i);
      LongVector aLo = LongVector.fromArray(LANES, aLos, i);
      LongVector lo = aLo.blend(aLo.neg().add(P_LO), negate); // p - a at a negative factor, at most p
      LongVector hi = aHi.blend(aHi.neg().add(P_HI).sub(1, aLo.compare(UGT, P_LO)), negate);

      // |factor| a + b, three words
      LongVector low = lo.and(LOW_HALF).mul(c);
      LongVector next = lo.lanewise(LSHR, 32).mul(c);
      LongVector middle = hi.and(LOW_HALF).mul(c);
      LongVector high = hi.lanewise(LSHR, 32).mul(c);
      lo = low.add(next.lanewise(LSHL, 32));
      middle = middle.add(next.lanewise(LSHR, 32)).add(1, lo.compare(ULT, low));
      hi = middle.add(high.lanewise(LSHL, 32));
      high = high.lanewise(LSHR, 32).add(1, hi.compare(ULT, middle));
      LongVector bLo = LongVector.fromArray(LANES, bLos, i);
      lo = lo.add(bLo);
      LongVector bHi = LongVector.fromArray(LANES, bHis, i).add(1, lo.compare(ULT, bLo)); // at most 2^63
      hi = hi.add(bHi);
      LongVector top = high.add(1, hi.compare(ULT, bHi)).lanewise(LSHL, 1).or(hi.lanewise(LSHR, 63));

      // top 2^127 = top (2^65 - 1): below 2p
      hi = hi.and(MASK_63).add(top.lanewise(LSHL, 1)).sub(1, lo.compare(ULT, top));
      lo = lo.sub(top);
      LongVector dLo = lo.sub(P_LO);
      LongVector dHi = hi.sub(P_HI).sub(1, lo.compare(ULT, P_LO));
      VectorMask<Long> below = dHi.lt(0);
      dLo.blend(lo, below).intoArray(rLos, i);
      dHi.blend(hi, below).intoArray(rHis, i);
    }
    return i;
  }

  @Override
  public int fromMontgomery(Limbs a, Limbs r, int from, int to) {
    long[] aHis = a.hi();
    long[] aLos = a.lo();
    long[] rHis = r.hi();
    long[] rLos = r.lo();
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector hi = LongVector.fromArray(LANES, aHis, i);
      LongVector lo = LongVector.fromArray(LANES, aLos, i);

      // two steps of [MoietyShiftQuotients]: (hi, lo) = hi + (lo != 0) + m 2^63 - 2 m, m = -lo; below p after both
      LongVector m = lo.neg();
      LongVector sum = hi.add(1, lo.compare(NE, 0));
      LongVector half = m.lanewise(LSHL, 63);
      lo = sum.add(half);
      LongVector twice = m.lanewise(LSHL, 1);
      hi = m.lanewise(LSHR, 1).sub(m.lanewise(LSHR, 63)).add(1, lo.compare(ULT, half)).sub(1, lo.compare(ULT, twice));
      lo = lo.sub(twice);

      m = lo.neg();
      sum = hi.add(1, lo.compare(NE, 0));
      half = m.lanewise(LSHL, 63);
      lo = sum.add(half);
      twice = m.lanewise(LSHL, 1);
      m.lanewise(LSHR, 1).sub(m.lanewise(LSHR, 63)).add(1, lo.compare(ULT, half)).sub(1, lo.compare(ULT, twice))
          .intoArray(rHis, i);
      lo.sub(twice).intoArray(rLos, i);
    }
    return i;
  }
}
