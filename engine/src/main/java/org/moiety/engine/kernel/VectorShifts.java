package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// Shifts of 128-bit integers to the right.
///
/// - **Representation.** `value = hi * 2^64 + lo`.
/// - **Ranges.** Any word in; `floor(value / 2^shift)` out, `0 <= shift < 64`.
/// - **Operations.** [#shiftRight].
/// - **Aliasing and time.** In place allowed; time depends on the length only.
/// - **Source.** None needed.
final class VectorShifts implements VectorFieldKernels.Shifts {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();

  VectorShifts() {}

  @Override
  public void shiftRight(Limbs a, int shift, Limbs r, int from, int to) {
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      LongVector hi = LongVector.fromArray(LANES, a.hi(), i);
      LongVector lo = LongVector.fromArray(LANES, a.lo(), i);
      // 2 hi shifted by 63 - shift: the lanes' shift count is taken modulo 64, so 64 - shift would not do for shift = 0
      lo.lanewise(LSHR, shift).or(hi.lanewise(LSHL, 1).lanewise(LSHL, Long.SIZE - 1 - shift)).intoArray(r.lo(), i);
      hi.lanewise(LSHR, shift).intoArray(r.hi(), i);
    }
    // scalar tail
    for (; i < to; i++) {
      long hi = a.hi()[i];
      r.lo()[i] = (a.lo()[i] >>> shift) | (hi << 1 << (Long.SIZE - 1 - shift));
      r.hi()[i] = hi >>> shift;
    }
  }
}
