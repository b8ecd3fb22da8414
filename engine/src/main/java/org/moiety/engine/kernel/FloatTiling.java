package org.moiety.engine.kernel;

/// The shape of register tiles of floats: 12 rows of C by 2 vectors of columns, and what smaller remainders cost.
///
/// 24 sums, 2 vectors of B and a broadcast entry of A take 27 of 32 vector registers. On panels in the
/// first-level cache they reach the rate of [Calibration]; tiles of 8 x 3 or 14 x 2 take 5 to 10 percent longer.
final class FloatTiling {
  static final int ROWS = 12;
  static final int VECTORS = 2;

  private FloatTiling() {}

  /// Rows of the next panel, when `rows` rows are left.
  static int panelRows(int rows) {
    return switch (rows) {
      case 9, 10 -> 6;
      case 7, 8 -> 4;
      default -> Math.min(rows, ROWS);
    };
  }

  /// The smallest tile that takes a panel of `rows` rows: 1, 4, 6 or 12.
  static int tileRows(int rows) {
    if (rows > 6) {
      return ROWS;
    }
    return rows > 4 ? 6 : rows > 1 ? 4 : 1;
  }

  /// Vectors of the next panel, when `columns` columns are left.
  static int panelVectors(int columns, int lanes) {
    return columns > lanes ? VECTORS : 1;
  }

  /// True when a product of `m` rows by `n` columns takes less time with the lanes over rows.
  static boolean prefersLanesOverRows(int m, int n, int lanes) {
    return cost(n, m, lanes) < cost(m, n, lanes);
  }

  /// Time of a term in multiply-adds of one vector, with the lanes over `across`.
  private static long cost(int along, int across, int lanes) {
    int vectors = Math.ceilDiv(across, lanes);
    return vectors / VECTORS * rowCost(along, VECTORS) + vectors % VECTORS * rowCost(along, 1);
  }

  /// Tiles of few rows cost as much as 8 multiply-adds: they wait for their sums.
  private static long rowCost(int rows, int vectors) {
    long cost = 0;
    int left = rows;
    if (rows > 2 * ROWS) {
      int full = rows / ROWS - 1;
      cost = (long) full * ROWS * vectors;
      left -= full * ROWS;
    }
    while (left > 0) {
      int panel = panelRows(left);
      cost += Math.max(8, tileRows(panel) * vectors);
      left -= panel;
    }
    return cost;
  }
}
