package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.UGT;
import static jdk.incubator.vector.VectorOperators.ULT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// [DirectProducts] modulo `p = 2^127 - 2^65 + 1`: each operation one pass with everything in registers.
///
/// - **Representation.** Products: 4 digits of 32 bits, 7 columns of 64 bits, whose carries add what wrapped, four words `S = (s3, s2, s1, s0)`. A Montgomery step takes
///   `m = s0` off with `m p`, which leaves `(s3, s2, s1) + 2 m - 2^63 m`; of the first one, 2^63 for an odd m is left out and made up for by half of p. Small factors: two words and a carry word.
/// - **Ranges.** CANONICAL in and out. A product's V lies in `-p .. p`, a small multiple's in `0 .. 2p - 1`: one conditional addition or subtraction.
/// - **Operations.** As [DirectProducts] says.
/// - **Aliasing and time.** In place allowed; time depends on the length only.
/// - **Source.** Montgomery 1985; `docs/BOUNDS.md`, "Products in one pass".
final class MoietyProducts implements DirectProducts {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  private static final long P_HI = Modulus.MOIETY.hi();
  private static final long P_LO = Modulus.MOIETY.lo();
  private static final long MASK_63 = -1L >>> 1;
  /// C2 multiplies 32 x 32 bits in one instruction where it sees that the upper halves are zero.
  private static final long LOW_HALF = 0xFFFFFFFFL;
  /// What a wrapped column carries into the next.
  private static final long WRAPPED = 1L << 32;

  /// High word of `(p - 1) / 2`, whose low word is 0.
  private static final long HALF = P_HI >>> 1;

  /// Picks the lower halves of two vectors of words, that of the second above that of the first.
  private static final IntVector LOW_HALVES = lowHalves();

  MoietyProducts() {}

  private static IntVector lowHalves() {
    VectorSpecies<Integer> ints = LANES.withLanes(int.class);
    int[] index = new int[ints.length()];
    for (int i = 0; i < index.length; i++) {
      index[i] = i % 2 == 0 ? i : ints.length() + i - 1;
    }
    return IntVector.fromArray(ints, index, 0);
  }

  /// No helper methods: C2 gives up inlining them in a method of this size, and would box every vector. Two vectors at a time, the second in variables with a T:
  /// one alone is a chain of additions and carries that waits for itself. All four are loaded before the first result is stored, which C2 may not reorder.
  @Override
  public int multiply(Limbs a, Limbs b, Limbs r, int from, int to) {
    long[] aHis = a.hi();
    long[] aLos = a.lo();
    long[] bHis = b.hi();
    long[] bLos = b.lo();
    long[] rHis = r.hi();
    long[] rLos = r.lo();
    int i = from;
    for (int end = to - 2 * LANES.length(); i <= end; i += 2 * LANES.length()) {
      LongVector aHi = LongVector.fromArray(LANES, aHis, i);
      LongVector aLo = LongVector.fromArray(LANES, aLos, i);
      LongVector bHi = LongVector.fromArray(LANES, bHis, i);
      LongVector bLo = LongVector.fromArray(LANES, bLos, i);
      LongVector aHiT = LongVector.fromArray(LANES, aHis, i + LANES.length());
      LongVector aLoT = LongVector.fromArray(LANES, aLos, i + LANES.length());
      LongVector bHiT = LongVector.fromArray(LANES, bHis, i + LANES.length());
      LongVector bLoT = LongVector.fromArray(LANES, bLos, i + LANES.length());
      LongVector a0 = aLo.and(LOW_HALF);
      LongVector a1 = aLo.lanewise(LSHR, 32);
      LongVector a2 = aHi.and(LOW_HALF);
      LongVector a3 = aHi.lanewise(LSHR, 32);
      LongVector b0 = bLo.and(LOW_HALF);
      LongVector b1 = bLo.lanewise(LSHR, 32);
      LongVector b2 = bHi.and(LOW_HALF);
      LongVector b3 = bHi.lanewise(LSHR, 32);

      // columns: each x below 2^64, so that the sum with y wraps once at most
      LongVector c0 = a0.mul(b0);
      LongVector x1 = a0.mul(b1).add(c0.lanewise(LSHR, 32));
      LongVector c1 = x1.add(a1.mul(b0));
      LongVector y2 = a1.mul(b1);
      LongVector z2 = y2.add(a2.mul(b0));
      LongVector c2 = a0.mul(b2).add(WRAPPED, c1.compare(ULT, x1)).add(c1.lanewise(LSHR, 32)).add(z2);
      LongVector y3 = a1.mul(b2);
      LongVector z3 = y3.add(a2.mul(b1));
      LongVector c3 = a0.mul(b3).add(a3.mul(b0)).add(WRAPPED, z2.compare(ULT, y2)).add(WRAPPED, c2.compare(ULT, z2))
          .add(c2.lanewise(LSHR, 32)).add(z3);
      LongVector y4 = a2.mul(b2);
      LongVector c4 = a1.mul(b3).add(a3.mul(b1)).add(WRAPPED, z3.compare(ULT, y3)).add(WRAPPED, c3.compare(ULT, z3))
          .add(c3.lanewise(LSHR, 32)).add(y4);
      LongVector c5 = a2.mul(b3).add(a3.mul(b2)).add(WRAPPED, c4.compare(ULT, y4)).add(c4.lanewise(LSHR, 32));
      LongVector s0 = LOW_HALVES.selectFrom(c0.reinterpretAsInts(), c1.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s1 = LOW_HALVES.selectFrom(c2.reinterpretAsInts(), c3.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s2 = LOW_HALVES.selectFrom(c4.reinterpretAsInts(), c5.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s3 = a3.mul(b3).add(c5.lanewise(LSHR, 32));

      // s1 + 2 s0 - 2^63 s0 = m + (carry - q) 2^64, and 2^63 less if s0 is odd
      LongVector twice = s0.lanewise(LSHL, 1);
      LongVector m = s1.add(twice);
      LongVector q = s0.lanewise(LSHR, 1).sub(s0.lanewise(LSHR, 63));
      VectorMask<Long> odd = s0.lanewise(LSHL, 63).lt(0);

      // V = (s3, s2) + 2 m + carry - q - 2^63 m, and (p - 1) / 2 if s0 is odd
      LongVector plus = s2.add(m.lanewise(LSHL, 1).add(1, m.compare(ULT, twice)));
      LongVector minus = q.add(m.lanewise(LSHL, 63));
      LongVector lo = plus.sub(minus);
      LongVector hi = s3.add(m.lanewise(LSHR, 63)).add(HALF, odd).sub(m.lanewise(LSHR, 1)).add(1, plus.compare(ULT, s2))
          .sub(1,
              plus.compare(ULT, minus));
      VectorMask<Long> negative = hi.lt(0); // -p < V < p
      LongVector low = lo.add(P_LO, negative);
      low.intoArray(rLos, i);
      hi.add(P_HI, negative).add(1, low.compare(ULT, lo)).intoArray(rHis, i);

      // the same of the second vector
      LongVector a0T = aLoT.and(LOW_HALF);
      LongVector a1T = aLoT.lanewise(LSHR, 32);
      LongVector a2T = aHiT.and(LOW_HALF);
      LongVector a3T = aHiT.lanewise(LSHR, 32);
      LongVector b0T = bLoT.and(LOW_HALF);
      LongVector b1T = bLoT.lanewise(LSHR, 32);
      LongVector b2T = bHiT.and(LOW_HALF);
      LongVector b3T = bHiT.lanewise(LSHR, 32);

      LongVector c0T = a0T.mul(b0T);
      LongVector x1T = a0T.mul(b1T).add(c0T.lanewise(LSHR, 32));
      LongVector c1T = x1T.add(a1T.mul(b0T));
      LongVector y2T = a1T.mul(b1T);
      LongVector z2T = y2T.add(a2T.mul(b0T));
      LongVector c2T = a0T.mul(b2T).add(WRAPPED, c1T.compare(ULT, x1T)).add(c1T.lanewise(LSHR, 32)).add(z2T);
      LongVector y3T = a1T.mul(b2T);
      LongVector z3T = y3T.add(a2T.mul(b1T));
      LongVector c3T = a0T.mul(b3T).add(a3T.mul(b0T)).add(WRAPPED, z2T.compare(ULT, y2T))
          .add(WRAPPED, c2T.compare(ULT, z2T)).add(c2T.lanewise(LSHR, 32)).add(z3T);
      LongVector y4T = a2T.mul(b2T);
      LongVector c4T = a1T.mul(b3T).add(a3T.mul(b1T)).add(WRAPPED, z3T.compare(ULT, y3T))
          .add(WRAPPED, c3T.compare(ULT, z3T)).add(c3T.lanewise(LSHR, 32)).add(y4T);
      LongVector c5T = a2T.mul(b3T).add(a3T.mul(b2T)).add(WRAPPED, c4T.compare(ULT, y4T)).add(c4T.lanewise(LSHR, 32));
      LongVector s0T = LOW_HALVES.selectFrom(c0T.reinterpretAsInts(), c1T.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s1T = LOW_HALVES.selectFrom(c2T.reinterpretAsInts(), c3T.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s2T = LOW_HALVES.selectFrom(c4T.reinterpretAsInts(), c5T.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s3T = a3T.mul(b3T).add(c5T.lanewise(LSHR, 32));
      LongVector twiceT = s0T.lanewise(LSHL, 1);
      LongVector mT = s1T.add(twiceT);
      LongVector qT = s0T.lanewise(LSHR, 1).sub(s0T.lanewise(LSHR, 63));
      VectorMask<Long> oddT = s0T.lanewise(LSHL, 63).lt(0);
      LongVector plusT = s2T.add(mT.lanewise(LSHL, 1).add(1, mT.compare(ULT, twiceT)));
      LongVector minusT = qT.add(mT.lanewise(LSHL, 63));
      LongVector loT = plusT.sub(minusT);
      LongVector hiT = s3T.add(mT.lanewise(LSHR, 63)).add(HALF, oddT).sub(mT.lanewise(LSHR, 1))
          .add(1, plusT.compare(ULT, s2T)).sub(1,
              plusT.compare(ULT, minusT));
      VectorMask<Long> negativeT = hiT.lt(0);
      LongVector lowT = loT.add(P_LO, negativeT);
      lowT.intoArray(rLos, i + LANES.length());
      hiT.add(P_HI, negativeT).add(1, lowT.compare(ULT, loT)).intoArray(rHis, i + LANES.length());
    }
    return i;
  }

  @Override
  public int scale(Limbs a, long cHi, long cLo, Limbs r, int from, int to) {
    long[] aHis = a.hi();
    long[] aLos = a.lo();
    long[] rHis = r.hi();
    long[] rLos = r.lo();
    LongVector b0 = LongVector.broadcast(LANES, cLo).and(LOW_HALF);
    LongVector b1 = LongVector.broadcast(LANES, cLo).lanewise(LSHR, 32);
    LongVector b2 = LongVector.broadcast(LANES, cHi).and(LOW_HALF);
    LongVector b3 = LongVector.broadcast(LANES, cHi).lanewise(LSHR, 32);
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector aHi = LongVector.fromArray(LANES, aHis, i);
      LongVector aLo = LongVector.fromArray(LANES, aLos, i);
      LongVector a0 = aLo.and(LOW_HALF);
      LongVector a1 = aLo.lanewise(LSHR, 32);
      LongVector a2 = aHi.and(LOW_HALF);
      LongVector a3 = aHi.lanewise(LSHR, 32);

      // columns: each x below 2^64, so that the sum with y wraps once at most
      LongVector c0 = a0.mul(b0);
      LongVector x1 = a0.mul(b1).add(c0.lanewise(LSHR, 32));
      LongVector c1 = x1.add(a1.mul(b0));
      LongVector y2 = a1.mul(b1);
      LongVector z2 = y2.add(a2.mul(b0));
      LongVector c2 = a0.mul(b2).add(WRAPPED, c1.compare(ULT, x1)).add(c1.lanewise(LSHR, 32)).add(z2);
      LongVector y3 = a1.mul(b2);
      LongVector z3 = y3.add(a2.mul(b1));
      LongVector c3 = a0.mul(b3).add(a3.mul(b0)).add(WRAPPED, z2.compare(ULT, y2)).add(WRAPPED, c2.compare(ULT, z2))
          .add(c2.lanewise(LSHR, 32)).add(z3);
      LongVector y4 = a2.mul(b2);
      LongVector c4 = a1.mul(b3).add(a3.mul(b1)).add(WRAPPED, z3.compare(ULT, y3)).add(WRAPPED, c3.compare(ULT, z3))
          .add(c3.lanewise(LSHR, 32)).add(y4);
      LongVector c5 = a2.mul(b3).add(a3.mul(b2)).add(WRAPPED, c4.compare(ULT, y4)).add(c4.lanewise(LSHR, 32));
      LongVector s0 = LOW_HALVES.selectFrom(c0.reinterpretAsInts(), c1.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s1 = LOW_HALVES.selectFrom(c2.reinterpretAsInts(), c3.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s2 = LOW_HALVES.selectFrom(c4.reinterpretAsInts(), c5.reinterpretAsInts()).reinterpretAsLongs();
      LongVector s3 = a3.mul(b3).add(c5.lanewise(LSHR, 32));

      // s1 + 2 s0 - 2^63 s0 = m + (carry - q) 2^64, and 2^63 less if s0 is odd
      LongVector twice = s0.lanewise(LSHL, 1);
      LongVector m = s1.add(twice);
      LongVector q = s0.lanewise(LSHR, 1).sub(s0.lanewise(LSHR, 63));
      VectorMask<Long> odd = s0.lanewise(LSHL, 63).lt(0);

      // V = (s3, s2) + 2 m + carry - q - 2^63 m, and (p - 1) / 2 if s0 is odd
      LongVector plus = s2.add(m.lanewise(LSHL, 1).add(1, m.compare(ULT, twice)));
      LongVector minus = q.add(m.lanewise(LSHL, 63));
      LongVector lo = plus.sub(minus);
      LongVector hi = s3.add(m.lanewise(LSHR, 63)).add(HALF, odd).sub(m.lanewise(LSHR, 1)).add(1, plus.compare(ULT, s2))
          .sub(1,
              plus.compare(ULT, minus));
      VectorMask<Long> negative = hi.lt(0); // -p < V < p
      LongVector low = lo.add(P_LO, negative);
      low.intoArray(rLos, i);
      hi.add(P_HI, negative).add(1, low.compare(ULT, lo)).intoArray(rHis, i);
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
