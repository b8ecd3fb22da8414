package org.moiety.engine.kernel;

/// The shape of register tiles: 8 rows of C by 3 vectors of columns, and what smaller remainders cost.
///
/// 24 sums, 3 vectors of B and a broadcast entry of A take 28 of 32 vector registers.
final class Tiling {
  static final int ROWS = 8;
  static final int VECTORS = 3;

  private Tiling() {}

  /// The smallest tile that takes `rows` rows: 1, 4 or 8.
  static int tileRows(int rows) {
    if (rows > 4) {
      return ROWS;
    }
    return rows > 1 ? 4 : 1;
  }

  /// True when a product of `m` rows by `n` columns takes less time with the lanes over rows.
  static boolean prefersLanesOverRows(int m, int n, int lanes) {
    return cost(n, m, lanes) < cost(m, n, lanes);
  }

  /// Time of a term in multiply-adds of one vector, with the lanes over `across`.
  private static long cost(int along, int across, int lanes) {
    int vectors = Math.ceilDiv(across, lanes);
    long wide = (long) (vectors / VECTORS) * rowCost(along, VECTORS * ROWS);
    int left = vectors % VECTORS;
    return left == 0 ? wide : wide + rowCost(along, (VECTORS - 1) * ROWS);
  }

  /// A tile of one row costs as much as 8 multiply-adds: it waits for its 3 sums.
  private static long rowCost(int rows, int fullTile) {
    int left = rows % ROWS;
    long full = (long) (rows / ROWS) * fullTile;
    return left == 0 ? full : full + Math.max(8, tileRows(left) * VECTORS);
  }

  /// True when the offsets count up by one.
  static boolean isContiguous(int[] offsets, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (offsets[i] != offsets[i - 1] + 1) {
        return false;
      }
    }
    return true;
  }
}
