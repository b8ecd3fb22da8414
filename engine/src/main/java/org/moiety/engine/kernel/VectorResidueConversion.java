package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;
import static org.moiety.engine.kernel.ResidueSystem.JOIN_STRIDE;
import static org.moiety.engine.kernel.ResidueSystem.MAGIC;
import static org.moiety.engine.kernel.ResidueSystem.PLAIN_STRIDE;
import static org.moiety.engine.kernel.ResidueSystem.PLANES;
import static org.moiety.engine.kernel.ResidueSystem.WEIGHTED_STRIDE;
import static org.moiety.engine.kernel.ResidueSystem.WIDE_BITS;
import static org.moiety.engine.kernel.ResidueSystem.WRAP_SHIFT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// Residues of 127-bit integers modulo 11 primes q below `2^24`, in doubles, and integers from residues.
///
/// - **Representation.** Balanced residues as doubles, plane by plane. `x mod q = x - q round(x / q)`: the quotient is rounded by adding and
///   subtracting [ResidueSystem#MAGIC], the fused multiply-add that subtracts is exact.
/// - **Ranges.** split: words below `2^127`, five products below `2^49`, residues `<= (q + 1) / 2`. join: sums below `2^53`, columns in
///   `0 .. 2^52 + 2^26`.
/// - **Operations.** As [ResidueConversion] says. Two vectors at a time share the constants, which are loaded as often as they are multiplied.
/// - **Aliasing and time.** Outputs are other arrays than inputs, except in reduce; time depends on lengths only.
/// - **Source.** `docs/BOUNDS.md`, "Residues".
final class VectorResidueConversion implements ResidueConversion {
  private static final VectorSpecies<Double> LANES = Lanes.of(MethodHandles.lookup()).doubles();
  private static final VectorSpecies<Long> LONGS = Lanes.of(MethodHandles.lookup()).longs();
  /// Bits of `2^52`: with an integer below `2^52` in the low bits, a double that exceeds it by that integer.
  private static final long EXPONENT = Double.doubleToRawLongBits(0x1p52);
  private static final double TWO_52 = 0x1p52;

  private static final long WIDE_MASK = (1L << WIDE_BITS) - 1;

  private final double[] plainTable;
  private final double[] weightedTable;
  private final double[] joinTable;
  private final double[] wrap;
  private final long[] offsets;

  VectorResidueConversion(ResidueSystem system) {
    plainTable = system.plainTable();
    weightedTable = system.weightedTable();
    joinTable = system.joinTable();
    wrap = system.wrapTable();
    offsets = system.offsets();
  }

  @Override
  public void split(Limbs words, int vectors, double[] out, int at, int planeStride) {
    DoubleVector magic = DoubleVector.broadcast(LANES, MAGIC);
    for (int v = 0; v < vectors; v += 2) {
      LongVector xHi = LongVector.fromArray(LONGS, words.hi(), v * LANES.length());
      LongVector xLo = LongVector.fromArray(LONGS, words.lo(), v * LANES.length());
      DoubleVector x0 = xLo.and(WIDE_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector x1 = xLo.lanewise(LSHR, WIDE_BITS).or(xHi.lanewise(LSHL, Long.SIZE - WIDE_BITS)).and(LIMB_MASK)
          .or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector x2 = xHi.lanewise(LSHR, WIDE_BITS + LIMB_BITS - Long.SIZE).and(LIMB_MASK).or(EXPONENT)
          .reinterpretAsDoubles().sub(TWO_52);
      DoubleVector x3 = xHi.lanewise(LSHR, WIDE_BITS + 2 * LIMB_BITS - Long.SIZE).or(EXPONENT).reinterpretAsDoubles()
          .sub(TWO_52);
      LongVector yHi = LongVector.fromArray(LONGS, words.hi(), (v + 1) * LANES.length());
      LongVector yLo = LongVector.fromArray(LONGS, words.lo(), (v + 1) * LANES.length());
      DoubleVector y0 = yLo.and(WIDE_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector y1 = yLo.lanewise(LSHR, WIDE_BITS).or(yHi.lanewise(LSHL, Long.SIZE - WIDE_BITS)).and(LIMB_MASK)
          .or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector y2 = yHi.lanewise(LSHR, WIDE_BITS + LIMB_BITS - Long.SIZE).and(LIMB_MASK).or(EXPONENT)
          .reinterpretAsDoubles().sub(TWO_52);
      DoubleVector y3 = yHi.lanewise(LSHR, WIDE_BITS + 2 * LIMB_BITS - Long.SIZE).or(EXPONENT).reinterpretAsDoubles()
          .sub(TWO_52);
      for (int i = 0; i < PLANES; i++) {
        int c = i * PLAIN_STRIDE;
        DoubleVector weight = DoubleVector.broadcast(LANES, plainTable[c]);
        DoubleVector s = x1.fma(weight, x0);
        DoubleVector u = y1.fma(weight, y0);
        weight = DoubleVector.broadcast(LANES, plainTable[c + 1]);
        s = x2.fma(weight, s);
        u = y2.fma(weight, u);
        weight = DoubleVector.broadcast(LANES, plainTable[c + 2]);
        s = x3.fma(weight, s);
        u = y3.fma(weight, u);
        DoubleVector inverse = DoubleVector.broadcast(LANES, plainTable[c + 3]);
        DoubleVector minusQ = DoubleVector.broadcast(LANES, plainTable[c + 4]);
        int o = at + i * planeStride + v * LANES.length();
        s.fma(inverse, magic).sub(MAGIC).fma(minusQ, s).intoArray(out, o);
        u.fma(inverse, magic).sub(MAGIC).fma(minusQ, u).intoArray(out, o + LANES.length());
      }
    }
  }

  @Override
  public void splitWeighted(Limbs words, int vectors, double[] out, int at, int planeStride) {
    DoubleVector magic = DoubleVector.broadcast(LANES, MAGIC);
    for (int v = 0; v < vectors; v += 2) {
      LongVector xHi = LongVector.fromArray(LONGS, words.hi(), v * LANES.length());
      LongVector xLo = LongVector.fromArray(LONGS, words.lo(), v * LANES.length());
      DoubleVector x0 = xLo.and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector x1 = xLo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector x2 = xLo.lanewise(LSHR, 2 * LIMB_BITS).or(xHi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS))
          .and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector x3 = xHi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles()
          .sub(TWO_52);
      DoubleVector x4 = xHi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      LongVector yHi = LongVector.fromArray(LONGS, words.hi(), (v + 1) * LANES.length());
      LongVector yLo = LongVector.fromArray(LONGS, words.lo(), (v + 1) * LANES.length());
      DoubleVector y0 = yLo.and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector y1 = yLo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector y2 = yLo.lanewise(LSHR, 2 * LIMB_BITS).or(yHi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS))
          .and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      DoubleVector y3 = yHi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK).or(EXPONENT).reinterpretAsDoubles()
          .sub(TWO_52);
      DoubleVector y4 = yHi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE).or(EXPONENT).reinterpretAsDoubles().sub(TWO_52);
      for (int i = 0; i < PLANES; i++) {
        int c = i * WEIGHTED_STRIDE;
        DoubleVector weight = DoubleVector.broadcast(LANES, weightedTable[c]);
        DoubleVector s = x0.mul(weight);
        DoubleVector u = y0.mul(weight);
        weight = DoubleVector.broadcast(LANES, weightedTable[c + 1]);
        s = x1.fma(weight, s);
        u = y1.fma(weight, u);
        weight = DoubleVector.broadcast(LANES, weightedTable[c + 2]);
        s = x2.fma(weight, s);
        u = y2.fma(weight, u);
        weight = DoubleVector.broadcast(LANES, weightedTable[c + 3]);
        s = x3.fma(weight, s);
        u = y3.fma(weight, u);
        weight = DoubleVector.broadcast(LANES, weightedTable[c + 4]);
        s = x4.fma(weight, s);
        u = y4.fma(weight, u);
        DoubleVector inverse = DoubleVector.broadcast(LANES, weightedTable[c + 5]);
        DoubleVector minusQ = DoubleVector.broadcast(LANES, weightedTable[c + 6]);
        int o = at + i * planeStride + v * LANES.length();
        s.fma(inverse, magic).sub(MAGIC).fma(minusQ, s).intoArray(out, o);
        u.fma(inverse, magic).sub(MAGIC).fma(minusQ, u).intoArray(out, o + LANES.length());
      }
    }
  }

  @Override
  public void reduce(double[] sums, int at, int vectors, double q) {
    DoubleVector magic = DoubleVector.broadcast(LANES, MAGIC);
    DoubleVector inverse = DoubleVector.broadcast(LANES, 1 / q);
    DoubleVector minusQ = DoubleVector.broadcast(LANES, -q);
    for (int v = 0; v < vectors; v++) {
      DoubleVector s = DoubleVector.fromArray(LANES, sums, at + v * LANES.length());
      s.fma(inverse, magic).sub(MAGIC).fma(minusQ, s).intoArray(sums, at + v * LANES.length());
    }
  }

  @Override
  public void join(double[] sums, int at, int planeStride, int vectors, long[] columns) {
    DoubleVector magic = DoubleVector.broadcast(LANES, MAGIC);
    for (int v = 0; v < vectors; v += 2) {
      DoubleVector x0 = magic;
      DoubleVector x1 = magic;
      DoubleVector x2 = magic;
      DoubleVector x3 = magic;
      DoubleVector x4 = magic;
      DoubleVector xWraps = DoubleVector.broadcast(LANES, -WRAP_SHIFT);
      DoubleVector y0 = magic;
      DoubleVector y1 = magic;
      DoubleVector y2 = magic;
      DoubleVector y3 = magic;
      DoubleVector y4 = magic;
      DoubleVector yWraps = DoubleVector.broadcast(LANES, -WRAP_SHIFT);
      for (int i = 0; i < PLANES; i++) {
        int c = i * JOIN_STRIDE;
        DoubleVector inverse = DoubleVector.broadcast(LANES, joinTable[c + LIMBS]);
        DoubleVector minusQ = DoubleVector.broadcast(LANES, joinTable[c + LIMBS + 1]);
        DoubleVector s = DoubleVector.fromArray(LANES, sums, at + i * planeStride + v * LANES.length());
        DoubleVector u = DoubleVector.fromArray(LANES, sums, at + i * planeStride + (v + 1) * LANES.length());
        s = s.fma(inverse, magic).sub(MAGIC).fma(minusQ, s);
        u = u.fma(inverse, magic).sub(MAGIC).fma(minusQ, u);
        xWraps = s.fma(inverse, xWraps);
        yWraps = u.fma(inverse, yWraps);
        DoubleVector limb = DoubleVector.broadcast(LANES, joinTable[c]);
        x0 = s.fma(limb, x0);
        y0 = u.fma(limb, y0);
        limb = DoubleVector.broadcast(LANES, joinTable[c + 1]);
        x1 = s.fma(limb, x1);
        y1 = u.fma(limb, y1);
        limb = DoubleVector.broadcast(LANES, joinTable[c + 2]);
        x2 = s.fma(limb, x2);
        y2 = u.fma(limb, y2);
        limb = DoubleVector.broadcast(LANES, joinTable[c + 3]);
        x3 = s.fma(limb, x3);
        y3 = u.fma(limb, y3);
        limb = DoubleVector.broadcast(LANES, joinTable[c + 4]);
        x4 = s.fma(limb, x4);
        y4 = u.fma(limb, y4);
      }
      xWraps = xWraps.add(MAGIC).sub(MAGIC);
      yWraps = yWraps.add(MAGIC).sub(MAGIC);
      int o = v * LIMBS * LANES.length();
      xWraps.fma(DoubleVector.broadcast(LANES, wrap[0]), x0).reinterpretAsLongs().add(offsets[0]).intoArray(columns, o);
      xWraps.fma(DoubleVector.broadcast(LANES, wrap[1]), x1).reinterpretAsLongs().add(offsets[1]).intoArray(columns,
          o + LANES.length());
      xWraps.fma(DoubleVector.broadcast(LANES, wrap[2]), x2).reinterpretAsLongs().add(offsets[2]).intoArray(columns,
          o + 2 * LANES.length());
      xWraps.fma(DoubleVector.broadcast(LANES, wrap[3]), x3).reinterpretAsLongs().add(offsets[3]).intoArray(columns,
          o + 3 * LANES.length());
      xWraps.fma(DoubleVector.broadcast(LANES, wrap[4]), x4).reinterpretAsLongs().add(offsets[4]).intoArray(columns,
          o + 4 * LANES.length());
      yWraps.fma(DoubleVector.broadcast(LANES, wrap[0]), y0).reinterpretAsLongs().add(offsets[0]).intoArray(columns,
          o + 5 * LANES.length());
      yWraps.fma(DoubleVector.broadcast(LANES, wrap[1]), y1).reinterpretAsLongs().add(offsets[1]).intoArray(columns,
          o + 6 * LANES.length());
      yWraps.fma(DoubleVector.broadcast(LANES, wrap[2]), y2).reinterpretAsLongs().add(offsets[2]).intoArray(columns,
          o + 7 * LANES.length());
      yWraps.fma(DoubleVector.broadcast(LANES, wrap[3]), y3).reinterpretAsLongs().add(offsets[3]).intoArray(columns,
          o + 8 * LANES.length());
      yWraps.fma(DoubleVector.broadcast(LANES, wrap[4]), y4).reinterpretAsLongs().add(offsets[4]).intoArray(columns,
          o + 9 * LANES.length());
    }
  }
}
