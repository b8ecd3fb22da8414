package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.UGE;
import static jdk.incubator.vector.VectorOperators.ULT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Element-wise sums in Z/p, `LANES` elements at a time.
///
/// - **Representation.** `value = hi * 2^64 + lo`, one element per lane.
/// - **Ranges.** CANONICAL in and out. A sum of two is below `2p < 2^128`; a difference lies in `-p .. p-1`, within 128 signed bits.
/// - **Operations.** As [FieldKernels] says. Both ranges return to CANONICAL by one conditional subtraction or addition of p.
/// - **Aliasing and time.** As [FieldKernels]; masks, no branches.
/// - **Source.** None needed.
final class VectorSums implements VectorFieldKernels.Sums {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();

  private final long pHi;
  private final long pLo;
  private final ScalarFieldKernels tail;

  VectorSums(Modulus modulus, ScalarFieldKernels tail) {
    pHi = modulus.hi();
    pLo = modulus.lo();
    this.tail = tail;
  }

  @Override
  public void add(Limbs a, Limbs b, Limbs r, int from, int to) {
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector aLo = LongVector.fromArray(LANES, a.lo(), i);
      LongVector bHi = LongVector.fromArray(LANES, b.hi(), i);
      LongVector lo = aLo.add(LongVector.fromArray(LANES, b.lo(), i));
      LongVector hi = LongVector.fromArray(LANES, a.hi(), i).add(bHi).add(1, lo.compare(ULT, aLo)); // a + b < 2p
      storeReduced(hi, lo, r, i);
    }
    tail.add(a, b, r, i, to);
  }

  @Override
  public void subtract(Limbs a, Limbs b, Limbs r, int from, int to) {
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector aHi = LongVector.fromArray(LANES, a.hi(), i);
      LongVector aLo = LongVector.fromArray(LANES, a.lo(), i);
      storeDifference(aHi, aLo, LongVector.fromArray(LANES, b.hi(), i), LongVector.fromArray(LANES, b.lo(), i), r, i);
    }
    tail.subtract(a, b, r, i, to);
  }

  @Override
  public void negate(Limbs a, Limbs r, int from, int to) {
    LongVector zero = LongVector.zero(LANES);
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      storeDifference(zero, zero, LongVector.fromArray(LANES, a.hi(), i), LongVector.fromArray(LANES, a.lo(), i), r, i);
    }
    tail.negate(a, r, i, to);
  }

  @Override
  public void halve(Limbs a, Limbs r, int from, int to) {
    LongVector zero = LongVector.zero(LANES);
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector aLo = LongVector.fromArray(LANES, a.lo(), i);
      LongVector odd = zero.sub(aLo.and(1)); // all ones where a is odd: then (a + p) / 2
      LongVector lo = aLo.add(odd.and(pLo));
      LongVector hi = LongVector.fromArray(LANES, a.hi(), i).add(odd.and(pHi)).add(1, lo.compare(ULT, aLo)); // a + p < 2^128, even
      lo.lanewise(LSHR, 1).or(hi.lanewise(LSHL, 63)).intoArray(r.lo(), i);
      hi.lanewise(LSHR, 1).intoArray(r.hi(), i);
    }
    tail.halve(a, r, i, to);
  }

  @Override
  public void addConstant(Limbs a, long cHi, long cLo, Limbs r, int from, int to) {
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector lo = LongVector.fromArray(LANES, a.lo(), i).add(cLo);
      LongVector hi = LongVector.fromArray(LANES, a.hi(), i).add(cHi).add(1, lo.compare(ULT, cLo)); // a + c < 2p
      storeReduced(hi, lo, r, i);
    }
    tail.addConstant(a, cHi, cLo, r, i, to);
  }

  /// High words alone tell nearly always; where they do not, the scalar kernels compare both.
  @Override
  public int firstNotBelow(Limbs a, int from, int to) {
    long[] his = a.hi();
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      if (LongVector.fromArray(LANES, his, i).compare(UGE, pHi).anyTrue()) {
        int found = tail.firstNotBelow(a, i, i + LANES.length());
        if (found < i + LANES.length()) {
          return found;
        }
      }
    }
    return tail.firstNotBelow(a, i, to);
  }

  /// CANONICAL from a value below `2p`.
  private void storeReduced(LongVector hi, LongVector lo, Limbs r, int i) {
    LongVector dLo = lo.sub(pLo);
    LongVector dHi = hi.sub(pHi).sub(1, lo.compare(ULT, pLo)); // value - p in -p .. p-1: the sign bit tells
    VectorMask<Long> below = dHi.lt(0);
    dLo.blend(lo, below).intoArray(r.lo(), i);
    dHi.blend(hi, below).intoArray(r.hi(), i);
  }

  private void storeDifference(LongVector aHi, LongVector aLo, LongVector bHi, LongVector bLo, Limbs r, int i) {
    LongVector lo = aLo.sub(bLo);
    LongVector hi = aHi.sub(bHi).sub(1, aLo.compare(ULT, bLo)); // a - b in -p .. p-1
    VectorMask<Long> negative = hi.lt(0);
    LongVector sum = lo.add(pLo, negative);
    sum.intoArray(r.lo(), i);
    hi.add(pHi, negative).add(1, sum.compare(ULT, lo)).intoArray(r.hi(), i);
  }
}
