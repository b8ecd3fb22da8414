package org.moiety.engine.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/// [Gather] with the processor's gathering loads.
///
/// - **Representation.** Any 64-bit words.
/// - **Ranges.** Offsets lie in the source.
/// - **Operations.** As [Gather] says; the terms are the inner loop, so that a vector of offsets is loaded once. Where the width is no whole number of vectors,
///   the last one goes first: what it writes too much is written again.
/// - **Aliasing and time.** `out` is another array than `source`; time depends on lengths and offsets only.
/// - **Source.** none
final class VectorGather implements Gather {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();

  VectorGather() {}

  @Override
  public void words(long[] source, int[] offsets, int from, int width, int[] termOffsets, int fromTerm, int terms,
      long[] out, int at) {
    for (int x = (width - 1) / LANES.length() * LANES.length(); x >= 0; x -= LANES.length()) {
      for (int t = 0; t < terms; t++) {
        LongVector.fromArray(LANES, source, termOffsets[fromTerm + t], offsets, from + x)
            .intoArray(out, at + t * width + x);
      }
    }
  }

  @Override
  public void contiguousWords(long[] source, int offset, int width, int[] termOffsets, int fromTerm, int terms,
      long[] out, int at) {
    for (int t = 0; t < terms; t++) {
      int base = offset + termOffsets[fromTerm + t];
      for (int x = 0; x < width; x += LANES.length()) {
        LongVector.fromArray(LANES, source, base + x).intoArray(out, at + t * width + x);
      }
    }
  }
}
