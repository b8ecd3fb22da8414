package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.ULT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Sums in Z/p of elements picked by index, `LANES` consecutive outputs at a time.
///
/// - **Representation.** `value = hi * 2^64 + lo`, one output per lane; a gather loads one source for each, see [GatherSteps], or zero for an output that has no
///   more.
/// - **Ranges.** CANONICAL in and out. Inside, a sum less p: `-p .. -1` before each term, `-p .. p-1` after it, within 128 signed bits, so that its sign
///   tells whether to subtract p again. Any number of terms: subtracting once at the end takes as long, for the loads do.
/// - **Operations.** As [FieldKernels#gatherSum] says.
/// - **Aliasing and time.** Time depends on the plan only; masks, no branches on values.
/// - **Source.** None needed.
final class VectorGatherSum implements VectorFieldKernels.GatherSum {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();

  private final long pHi;
  private final long pLo;

  VectorGatherSum(Modulus modulus) {
    pHi = modulus.hi();
    pLo = modulus.lo();
  }

  @Override
  public void gatherSum(Limbs a, int input, GatherPlan plan, Limbs r, int output, int from, int to) {
    GatherSteps steps = plan.steps(LANES.length());
    int[] starts = steps.starts();
    int[] sources = steps.sources();
    byte[] masks = steps.masks();
    long[] aHi = a.hi();
    long[] aLo = a.lo();
    for (int v = from / LANES.length(); v * LANES.length() < to; v++) {
      LongVector lo = LongVector.broadcast(LANES, -pLo);
      LongVector hi = LongVector.broadcast(LANES, ~pHi); // -p, for p is odd
      for (int s = starts[v]; s < starts[v + 1]; s++) {
        VectorMask<Long> mask = VectorMask.fromLong(LANES, masks[s]);
        LongVector xLo = LongVector.fromArray(LANES, aLo, input, sources, s * LANES.length(), mask);
        LongVector xHi = LongVector.fromArray(LANES, aHi, input, sources, s * LANES.length(), mask);
        lo = lo.add(xLo);
        hi = hi.add(xHi).add(1, lo.compare(ULT, xLo));
        VectorMask<Long> above = hi.compare(GE, 0);
        VectorMask<Long> borrow = lo.compare(ULT, pLo, above);
        lo = lo.sub(pLo, above);
        hi = hi.sub(pHi, above).sub(1, borrow);
      }
      // back from sum - p
      lo = lo.add(pLo);
      hi = hi.add(pHi).add(1, lo.compare(ULT, pLo));
      int o = v * LANES.length();
      if (o >= from && o + LANES.length() <= to) {
        lo.intoArray(r.lo(), output + o);
        hi.intoArray(r.hi(), output + o);
      } else {
        VectorMask<Long> inside = LANES.indexInRange(0, to - o).and(LANES.indexInRange(0, from - o).not());
        lo.intoArray(r.lo(), output + o, inside);
        hi.intoArray(r.hi(), output + o, inside);
      }
    }
  }
}
