package org.moiety.engine.kernel;

/// The inner work of products of a row with a matrix: the row in limbs of 26 bits, the matrix in its own words.
///
/// A row's limb j of term t is at `row[at + j * limbStride + t]`.
interface RowBlocks {
  /// Terms whose sum a lane of 64 bits holds, see `docs/BOUNDS.md`, "Rows times matrices".
  int MAX_TERMS = 64;

  /// `columns[columnsAt ..]`, 9 vectors, `= sum over t < terms of row(t) * x(t)`, where x(t) is the vector of words at `base + offsets[first + t]`; at most [#MAX_TERMS] terms.
  void rows(long[] hi, long[] lo, int base, int[] offsets, int first, int terms, long[] row, int limbStride,
      long[] columns, int columnsAt);

  /// `columns[columnsAt ..]`, 9 vectors, `= sum over v < vectors of row(v) * x(v)`, lane by lane, where x(v) is the v-th vector of words from `base` on; at most [#MAX_TERMS] vectors.
  void dot(long[] hi, long[] lo, int base, int vectors, long[] row, int limbStride, long[] columns, int columnsAt);
}
