package org.moiety.engine.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// What this processor can do at best: loops on registers alone, in the lanes that the kernels prefer. Rates of kernels are read as shares of these.
///
/// - **Representation.** [#CHAINS] vectors; a chain's step needs the step before.
/// - **Ranges.** Floats `x <- x / 2 + 1` tend to 2; integers wrap.
/// - **Operations.** `rounds` steps of every chain; the sum of all lanes at the end, so that nothing is left out.
/// - **Aliasing and time.** No memory is touched.
/// - **Source.** A processor that starts two multiply-adds a cycle, each four to six cycles long, is busy with twelve chains; twelve chains and two
///   constants fit the sixteen registers that AVX2 has.
public final class Calibration {
  /// Independent chains of a loop.
  public static final int CHAINS = 12;

  private static final VectorSpecies<Float> FLOATS = Lanes.ofBits(Lanes.preferredBits()).floats();
  private static final VectorSpecies<Double> DOUBLES = Lanes.ofBits(Lanes.preferredBits()).doubles();
  private static final VectorSpecies<Long> LONGS = Lanes.ofBits(Lanes.preferredBits()).longs();
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private Calibration() {}

  /// Multiply-adds of 32-bit floats in a round.
  public static int floatsPerRound() {
    return CHAINS * FLOATS.length();
  }

  /// Multiply-adds of 64-bit floats, or of 32-bit words, in a round.
  public static int wordsPerRound() {
    return CHAINS * LONGS.length();
  }

  /// Fused multiply-adds of 32-bit floats.
  public static float floatMultiplyAdds(int rounds) {
    FloatVector half = FloatVector.broadcast(FLOATS, 0.5f);
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    FloatVector s0 = one;
    FloatVector s1 = one;
    FloatVector s2 = one;
    FloatVector s3 = one;
    FloatVector s4 = one;
    FloatVector s5 = one;
    FloatVector s6 = one;
    FloatVector s7 = one;
    FloatVector s8 = one;
    FloatVector s9 = one;
    FloatVector s10 = one;
    FloatVector s11 = one;
    for (int i = 0; i < rounds; i++) {
      s0 = s0.fma(half, one);
      s1 = s1.fma(half, one);
      s2 = s2.fma(half, one);
      s3 = s3.fma(half, one);
      s4 = s4.fma(half, one);
      s5 = s5.fma(half, one);
      s6 = s6.fma(half, one);
      s7 = s7.fma(half, one);
      s8 = s8.fma(half, one);
      s9 = s9.fma(half, one);
      s10 = s10.fma(half, one);
      s11 = s11.fma(half, one);
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11)
        .reduceLanes(VectorOperators.ADD);
  }

  /// Fused multiply-adds of 64-bit floats.
  public static double doubleMultiplyAdds(int rounds) {
    DoubleVector half = DoubleVector.broadcast(DOUBLES, 0.5);
    DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
    DoubleVector s0 = one;
    DoubleVector s1 = one;
    DoubleVector s2 = one;
    DoubleVector s3 = one;
    DoubleVector s4 = one;
    DoubleVector s5 = one;
    DoubleVector s6 = one;
    DoubleVector s7 = one;
    DoubleVector s8 = one;
    DoubleVector s9 = one;
    DoubleVector s10 = one;
    DoubleVector s11 = one;
    for (int i = 0; i < rounds; i++) {
      s0 = s0.fma(half, one);
      s1 = s1.fma(half, one);
      s2 = s2.fma(half, one);
      s3 = s3.fma(half, one);
      s4 = s4.fma(half, one);
      s5 = s5.fma(half, one);
      s6 = s6.fma(half, one);
      s7 = s7.fma(half, one);
      s8 = s8.fma(half, one);
      s9 = s9.fma(half, one);
      s10 = s10.fma(half, one);
      s11 = s11.fma(half, one);
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11)
        .reduceLanes(VectorOperators.ADD);
  }

  /// Products of unsigned 32-bit words, added in 64-bit lanes.
  public static long wordMultiplyAdds(int rounds) {
    // One varying factor for all chains: C2 masks it anew, and must find nothing that it could take out of the loop.
    LongVector f0 = LongVector.broadcast(LONGS, 0x9E3779B8L); // even, so that the varying factor never becomes zero
    LongVector f1 = LongVector.broadcast(LONGS, 0x85EBCA6BL);
    LongVector f2 = LongVector.broadcast(LONGS, 0xC2B2AE35L);
    LongVector f3 = LongVector.broadcast(LONGS, 0x27D4EB2FL);
    LongVector f4 = LongVector.broadcast(LONGS, 0x165667B1L);
    LongVector f5 = LongVector.broadcast(LONGS, 0xD3A2646CL);
    LongVector f6 = LongVector.broadcast(LONGS, 0xFD7046C5L);
    LongVector f7 = LongVector.broadcast(LONGS, 0xB55A4F09L);
    LongVector f8 = LongVector.broadcast(LONGS, 0x7FEB352DL);
    LongVector f9 = LongVector.broadcast(LONGS, 0x846CA68BL);
    LongVector f10 = LongVector.broadcast(LONGS, 0xA136AAADL);
    LongVector f11 = LongVector.broadcast(LONGS, 0x9F2B6E51L);
    LongVector s0 = f0;
    LongVector s1 = f1;
    LongVector s2 = f2;
    LongVector s3 = f3;
    LongVector s4 = f4;
    LongVector s5 = f5;
    LongVector s6 = f6;
    LongVector s7 = f7;
    LongVector s8 = f8;
    LongVector s9 = f9;
    LongVector s10 = f10;
    LongVector s11 = f11;
    for (int i = 0; i < rounds; i++) {
      LongVector x = s0.and(LOW_WORD);
      s0 = s0.add(x.mul(f0.and(LOW_WORD)));
      s1 = s1.add(x.mul(f1.and(LOW_WORD)));
      s2 = s2.add(x.mul(f2.and(LOW_WORD)));
      s3 = s3.add(x.mul(f3.and(LOW_WORD)));
      s4 = s4.add(x.mul(f4.and(LOW_WORD)));
      s5 = s5.add(x.mul(f5.and(LOW_WORD)));
      s6 = s6.add(x.mul(f6.and(LOW_WORD)));
      s7 = s7.add(x.mul(f7.and(LOW_WORD)));
      s8 = s8.add(x.mul(f8.and(LOW_WORD)));
      s9 = s9.add(x.mul(f9.and(LOW_WORD)));
      s10 = s10.add(x.mul(f10.and(LOW_WORD)));
      s11 = s11.add(x.mul(f11.and(LOW_WORD)));
    }
    return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11)
        .reduceLanes(VectorOperators.ADD);
  }
}
