package org.moiety.engine.kernel;

/// The inner work of a matrix product on packed operands; the seam behind which another representation (more planes, residues) would stand.
interface LimbBlocks {
  /// Splits `vectors` vectors of words, from `from` on, into limbs: limb j of vector v goes to `out[at + v * vectorStride + j * limbStride]` on.
  void split(Limbs words, int from, int vectors, long[] out, int at, int vectorStride, int limbStride);

  /// `columns[at ..] = sum over t < terms of rows(t) * column(t)`, 9 vectors.
  ///
  /// rows(t) is 5 vectors at `rows[5 lanes t]`; column(t) is 5 words, limb j at `column[from + j * limbStride + t]`.
  void single(long[] rows, long[] column, int from, int limbStride, int terms, long[] columns, int at);

  /// Two columns at once, the second one `5 * limbStride` after the first; 18 vectors.
  void pair(long[] rows, long[] column, int from, int limbStride, int terms, long[] columns, int at);
}
