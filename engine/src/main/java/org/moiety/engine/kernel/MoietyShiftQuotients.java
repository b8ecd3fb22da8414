package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.ULT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// [ShiftQuotients] modulo `p = 2^127 - 2^65 + 1`: out of Montgomery form, shift, and back, in shifts and adds only.
///
/// - **Representation.** `value = hi * 2^64 + lo`, one vector of each.
/// - **Ranges.** CANONICAL in. Two Montgomery steps of a value below p give a value below p. A quotient q is below `2^(127 - shift)`; going back,
///   `q R = ql 2^66 + qh (2^65 - 1) - 2 q (mod p)` with `q = qh 2^61 + ql` is at least 0 and below 2p. CANONICAL out.
/// - **Operations.** [#floorShift].
/// - **Aliasing and time.** In place allowed; time depends on the length only.
/// - **Source.** Montgomery 1985: `m = -t mod 2^64`, `(t + m p) / 2^64 = t / 2^64 + (t mod 2^64 != 0) + m 2^63 - 2 m`; `R = 2^66 - 2 (mod p)`.
final class MoietyShiftQuotients implements ShiftQuotients {
  /// `W = 2 ql + qh` fits 63 bits from this shift on.
  static final int MIN_SHIFT = 5;

  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  private static final long P_HI = Modulus.MOIETY.hi();
  private static final long P_LO = Modulus.MOIETY.lo();

  /// Bits of ql: `2^61 * 2^66 = 2^127`.
  private static final int LOW_BITS = 61;
  private static final long LOW_MASK = (1L << LOW_BITS) - 1;

  MoietyShiftQuotients() {}

  @Override
  public int floorShift(Limbs a, int shift, Limbs r, int from, int to) {
    long[] aHi = a.hi();
    long[] aLo = a.lo();
    long[] rHi = r.hi();
    long[] rLo = r.lo();
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector hi = LongVector.fromArray(LANES, aHi, i);
      LongVector lo = LongVector.fromArray(LANES, aLo, i);

      // first Montgomery step: t = hi + (lo != 0) + m 2^63 - 2 m
      LongVector m = lo.neg();
      LongVector sum = hi.add(1, lo.compare(NE, 0));
      LongVector half = m.lanewise(LSHL, 63);
      lo = sum.add(half);
      LongVector twice = m.lanewise(LSHL, 1);
      hi = m.lanewise(LSHR, 1).sub(m.lanewise(LSHR, 63)).add(1, lo.compare(ULT, half)).sub(1, lo.compare(ULT, twice));
      lo = lo.sub(twice);

      // second step; the value is below p
      m = lo.neg();
      sum = hi.add(1, lo.compare(NE, 0));
      half = m.lanewise(LSHL, 63);
      lo = sum.add(half);
      twice = m.lanewise(LSHL, 1);
      hi = m.lanewise(LSHR, 1).sub(m.lanewise(LSHR, 63)).add(1, lo.compare(ULT, half)).sub(1, lo.compare(ULT, twice));
      lo = lo.sub(twice);

      // q = value / 2^shift
      lo = lo.lanewise(LSHR, shift).or(hi.lanewise(LSHL, 64 - shift));
      hi = hi.lanewise(LSHR, shift);

      // q R = W 2^65 - S, W = 2 ql + qh, S = qh + 2 q
      LongVector qh = hi.lanewise(LSHL, 3).or(lo.lanewise(LSHR, LOW_BITS));
      LongVector w = lo.and(LOW_MASK).lanewise(LSHL, 1).add(qh);
      LongVector doubled = lo.lanewise(LSHL, 1);
      LongVector sLo = doubled.add(qh);
      LongVector sHi = hi.lanewise(LSHL, 1).or(lo.lanewise(LSHR, 63)).add(1, sLo.compare(ULT, qh));
      lo = sLo.neg();
      hi = w.lanewise(LSHL, 1).sub(sHi).sub(1, sLo.compare(NE, 0));

      // below 2p < 2^128: subtract p where that does not borrow
      LongVector dLo = lo.sub(P_LO);
      VectorMask<Long> borrow = lo.compare(ULT, P_LO);
      LongVector dHi = hi.sub(P_HI).sub(1, borrow);
      VectorMask<Long> below = dHi.lt(0);
      dLo.blend(lo, below).intoArray(rLo, i);
      dHi.blend(hi, below).intoArray(rHi, i);
    }
    return i;
  }
}
