package org.moiety.engine.kernel;

/// The inner work of a float matrix product on packed operands: tiles of C held in registers.
///
/// Row i of a tile starts at word `at + i * 3 * lanes` of `sums`. `rows[rowsAt + 8 t + i]` is row i of A at term t;
/// `columns[columnsAt + t * 3 * lanes ..]` are three vectors of B at term t.
interface FloatTiles {
  /// Vectors of a tile's row.
  int VECTORS = 3;
  /// Rows of the largest tile: 24 sums, 3 vectors of B and a broadcast word take 28 of 32 vector registers.
  int ROWS = 8;

  /// A tile of `rows` x 3 vectors, `rows` in 1, 4, 8: adds the products of `terms` terms to `sums`.
  void add(int tileRows, float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, float[] sums, int at);

  /// A tile of 8 rows whose third vector is padding: leaves that one alone.
  void addNarrow(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, float[] sums, int at);
}
