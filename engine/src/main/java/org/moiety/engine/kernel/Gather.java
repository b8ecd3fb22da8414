package org.moiety.engine.kernel;

/// Reads values through offsets into contiguous buffers: what packing the operands of a product begins with.
///
/// In all methods `out[at + t * width + x] = source[offsets[from + x] + termOffsets[fromTerm + t]]` for `0 <= x < width` and `0 <= t < terms`; width is
/// a multiple of the lanes of 64 bits, and all `width` offsets are read.
interface Gather {
  void words(long[] source, int[] offsets, int from, int width, int[] termOffsets, int fromTerm, int terms, long[] out,
      int at);

  /// Where the offsets count up by one.
  void contiguousWords(long[] source, int offset, int width, int[] termOffsets, int fromTerm, int terms, long[] out,
      int at);
}
