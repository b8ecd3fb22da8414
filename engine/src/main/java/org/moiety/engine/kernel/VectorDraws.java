package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.ULT;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Elements from random words, `LANES` elements at a time: read from the generator's bytes, cut, compared with p and used in one pass.
///
/// - **Representation.** `value = hi * 2^64 + lo`, one element per lane; a vector of bytes is one of little-endian words.
/// - **Ranges.** A candidate whose cut high word is below p's is below p. Vectors with any other go to the scalar kernels, which compare both words: for a
///   modulus of more than 100 bits or so that is nearly never.
/// - **Operations.** As [FieldKernels] says; sums as in [VectorSums].
/// - **Aliasing and time.** In place. Time tells where candidates were refused, which says nothing about those that were not.
/// - **Source.** None needed.
final class VectorDraws implements VectorFieldKernels.Draws {
  private static final Lanes WIDTH = Lanes.of(MethodHandles.lookup());
  private static final VectorSpecies<Long> LANES = WIDTH.longs();
  private static final VectorSpecies<Byte> BYTES = WIDTH.bytes();

  private final long pHi;
  private final long pLo;
  private final long highMask;
  private final long lowMask;
  private final ScalarFieldKernels scalar;

  VectorDraws(ScalarFieldKernels scalar) {
    Modulus modulus = scalar.modulus();
    pHi = modulus.hi();
    pLo = modulus.lo();
    highMask = modulus.highMask();
    lowMask = modulus.lowMask();
    this.scalar = scalar;
  }

  @Override
  public int setDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    long[] rHi = r.hi();
    long[] rLo = r.lo();
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      int at = Long.BYTES * (i - first);
      LongVector hi = ByteVector.fromArray(BYTES, high, at).reinterpretAsLongs().and(highMask);
      LongVector lo = ByteVector.fromArray(BYTES, low, at).reinterpretAsLongs().and(lowMask);
      if (hi.compare(GE, pHi).anyTrue()) {
        int refused = scalar.setDrawn(low, high, first, r, i, i + LANES.length());
        if (refused < i + LANES.length()) {
          return refused;
        }
        continue;
      }
      VectorMask<Long> below = hi.lt(pHi); // everywhere; the blend reads the result first, as a processor fetches what is read, and stalls on stores alone
      LongVector.fromArray(LANES, rLo, i).blend(lo, below).intoArray(rLo, i);
      LongVector.fromArray(LANES, rHi, i).blend(hi, below).intoArray(rHi, i);
    }
    return scalar.setDrawn(low, high, first, r, i, to);
  }

  @Override
  public int addDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    long[] rHi = r.hi();
    long[] rLo = r.lo();
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      int at = Long.BYTES * (i - first);
      LongVector hi = ByteVector.fromArray(BYTES, high, at).reinterpretAsLongs().and(highMask);
      LongVector lo = ByteVector.fromArray(BYTES, low, at).reinterpretAsLongs().and(lowMask);
      if (hi.compare(GE, pHi).anyTrue()) {
        int refused = scalar.addDrawn(low, high, first, r, i, i + LANES.length());
        if (refused < i + LANES.length()) {
          return refused;
        }
        continue;
      }
      LongVector sumLo = LongVector.fromArray(LANES, rLo, i).add(lo);
      LongVector sumHi = LongVector.fromArray(LANES, rHi, i).add(hi).add(1, sumLo.compare(ULT, lo)); // below 2p
      LongVector dLo = sumLo.sub(pLo);
      LongVector dHi = sumHi.sub(pHi).sub(1, sumLo.compare(ULT, pLo)); // -p .. p-1: the sign bit tells
      VectorMask<Long> below = dHi.lt(0);
      dLo.blend(sumLo, below).intoArray(rLo, i);
      dHi.blend(sumHi, below).intoArray(rHi, i);
    }
    return scalar.addDrawn(low, high, first, r, i, to);
  }

  @Override
  public int subtractDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    long[] rHi = r.hi();
    long[] rLo = r.lo();
    int i = from;
    for (int end = to - LANES.length(); i <= end; i += LANES.length()) {
      int at = Long.BYTES * (i - first);
      LongVector hi = ByteVector.fromArray(BYTES, high, at).reinterpretAsLongs().and(highMask);
      LongVector lo = ByteVector.fromArray(BYTES, low, at).reinterpretAsLongs().and(lowMask);
      if (hi.compare(GE, pHi).anyTrue()) {
        int refused = scalar.subtractDrawn(low, high, first, r, i, i + LANES.length());
        if (refused < i + LANES.length()) {
          return refused;
        }
        continue;
      }
      LongVector aLo = LongVector.fromArray(LANES, rLo, i);
      LongVector dLo = aLo.sub(lo);
      LongVector dHi = LongVector.fromArray(LANES, rHi, i).sub(hi).sub(1, aLo.compare(ULT, lo)); // -p .. p-1
      VectorMask<Long> negative = dHi.lt(0);
      LongVector sumLo = dLo.add(pLo, negative);
      sumLo.intoArray(rLo, i);
      dHi.add(pHi, negative).add(1, sumLo.compare(ULT, dLo)).intoArray(rHi, i);
    }
    return scalar.subtractDrawn(low, high, first, r, i, to);
  }
}
