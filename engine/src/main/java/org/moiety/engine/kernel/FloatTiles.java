package org.moiety.engine.kernel;

/// The inner work of a float matrix product on packed operands: tiles of C held in registers, see [FloatTiling].
///
/// `rows[rowsAt + tileRows * t + i]` is row i of A at term t, `columns[columnsAt + 2 * lanes * t ..]` are two vectors of B at term t. Row i of the
/// tile starts at word `at + rowOffsets[fromRow + i]` of `sums`.
interface FloatTiles {
  /// A tile of `tileRows` x 2 vectors, `tileRows` 1, 4, 6 or 12: adds the products of `terms` terms to `sums`, or replaces `sums` by them if they
  /// are the first.
  void add(int tileRows, float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow);

  /// The same for `tileRows` x 1 vector: a vector of B at term t is at `columns[columnsAt + lanes * t ..]`.
  void addNarrow(int tileRows, float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow);

  /// Packs columns that lie side by side: the vectors at `values[base + termOffsets[fromTerm + t] ..]` go to `out[at + vectors * lanes * t ..]`.
  void pack(int vectors, float[] values, int base, int[] termOffsets, int fromTerm, int terms, float[] out, int at);
}
