package org.moiety.engine.kernel;

/// The shape of register tiles of residues: 8 rows of C by 3 vectors of columns, and what smaller remainders cost.
///
/// 24 sums, 3 vectors of B and a broadcast entry of A take 28 of 32 vector registers.
final class Tiling {
  static final int ROWS = 8;
  static final int VECTORS = 3;
  /// Vectors of a narrow panel, for what is left over: four vectors are two narrow panels, not a full one and a third of one.
  static final int NARROW_VECTORS = 2;

  private Tiling() {}

  /// Rows of the next panel, when `rows` rows are left: 9 and 10 are better cut in the middle than into 8 and a rest that keeps few sums busy.
  static int panelRows(int rows) {
    return rows == ROWS + 1 || rows == ROWS + 2 ? 5 : Math.min(rows, ROWS);
  }

  /// The smallest tile that takes a panel of `rows` rows: 1, 4, 5 or 8.
  static int tileRows(int rows) {
    if (rows > 5) {
      return ROWS;
    }
    return rows == 5 ? 5 : rows > 1 ? 4 : 1;
  }

  /// Vectors of the next panel, when `columns` columns are left.
  static int panelVectors(int columns, int lanes) {
    int vectors = Math.ceilDiv(columns, lanes);
    return vectors == VECTORS || vectors > 2 * NARROW_VECTORS ? VECTORS : NARROW_VECTORS;
  }

  /// True when a product of `m` rows by `n` columns takes less time with the lanes over rows.
  static boolean prefersLanesOverRows(int m, int n, int lanes) {
    return cost(n, m, lanes) < cost(m, n, lanes);
  }

  /// Time of a term in multiply-adds of one vector, with the lanes over `across`.
  private static long cost(int along, int across, int lanes) {
    int vectors = Math.ceilDiv(across, lanes);
    int narrow = switch (vectors % VECTORS) {
      case 0 -> 0;
      case 1 -> vectors == 1 ? 1 : 2;
      default -> 1;
    };
    int wide = Math.max(0, vectors - narrow * NARROW_VECTORS) / VECTORS;
    return wide * rowCost(along, VECTORS) + narrow * rowCost(along, NARROW_VECTORS);
  }

  /// Tiles of few rows cost as much as 8 multiply-adds: they wait for their sums.
  private static long rowCost(int rows, int vectors) {
    long cost = 0;
    int left = rows;
    if (rows > 3 * ROWS) {
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
