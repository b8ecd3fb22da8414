package org.moiety.engine.kernel;

/// The inner work of a product of residue matrices on packed operands: tiles of C held in registers, see [Tiling].
///
/// Row i of a tile starts at word `at + i * 3 * lanes` of `sums`. `rows[rowsAt + tileRows t + i]` is row i of A at term t;
/// `columns[columnsAt + t * 3 * lanes ..]` are three vectors of B at term t.
interface DoubleTiles {
  /// A tile of `tileRows` x 3 vectors, `tileRows` 1, 4, 5 or 8: adds the products of `terms` terms to `sums`, or replaces `sums` by them if they
  /// are the first.
  void add(int tileRows, double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at);

  /// The same for `tileRows` x 2 vectors: two vectors of B at term t are at `columns[columnsAt + t * 2 * lanes ..]`, row i of the tile at
  /// `at + i * 2 * lanes`.
  void addNarrow(int tileRows, double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at);
}
