package org.moiety.engine.kernel;

import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;

import java.util.Arrays;

/// Matrix products in Z/p: blocks of C, packed into limbs, with the lanes over rows of C.
///
/// - **Representation.** C is cut into blocks of [#BLOCK_ROWS] x [#BLOCK_COLUMNS], k into chunks of [#CHUNK_TERMS]. For each chunk the columns
///   of B are packed as limb planes over t, then each panel of `lanes` rows of A as vectors over rows; both gather through the offsets.
/// - **Ranges.** CANONICAL in and out. A chunk is reduced to CANONICAL and added to the block's sum, so k is unlimited.
/// - **Operations.** [#multiply]. Where rows of C would waste lanes or pack slowly, the transposed product is computed.
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets only.
/// - **Source.** Goto and van de Geijn 2008 for the blocking; `docs/BOUNDS.md` for the bound on a chunk.
final class LimbMatrixProduct {
  /// Terms between two reductions; a multiple of every lane count. 5 planes of 64-bit words: a panel of 8 rows takes 80 KiB.
  static final int CHUNK_TERMS = 256;
  /// Columns of a block: its part of B, 40 bytes a term and column, takes 320 KiB of the second-level cache.
  static final int BLOCK_COLUMNS = 32;
  /// Rows of a block: packing B costs about an eighth of a product with one panel.
  static final int BLOCK_ROWS = 512;
  /// Products below which a second thread costs more than it does.
  private static final long MIN_PART = 1 << 15;

  static {
    if (CHUNK_TERMS > LimbBounds.MAX_TERMS) {
      throw new AssertionError("CHUNK_TERMS=" + CHUNK_TERMS + ", expected at most " + LimbBounds.MAX_TERMS);
    }
  }

  private final int lanes;
  private final LimbBlocks blocks;
  private final ColumnReduction reduction;
  private final VectorFieldKernels.Sums sums;

  LimbMatrixProduct(int lanes, LimbBlocks blocks, ColumnReduction reduction, VectorFieldKernels.Sums sums) {
    this.lanes = lanes;
    this.blocks = blocks;
    this.reduction = reduction;
    this.sums = sums;
  }

  void multiply(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    if (lanesAreColumns(a, b)) {
      split(b.transpose(), a.transpose(), c.transpose(), workers);
    } else {
      split(a, b, c, workers);
    }
  }

  /// True when the lanes should run over columns of C: less padding, or the same and B is contiguous along its rows.
  private boolean lanesAreColumns(FieldMatrix a, FieldMatrix b) {
    long rowsPadded = (long) padded(a.rows()) * b.columns();
    long columnsPadded = (long) padded(b.columns()) * a.rows();
    if (rowsPadded != columnsPadded) {
      return columnsPadded < rowsPadded;
    }
    return !isContiguous(a.rowOffsets(), 0, a.rows()) && isContiguous(b.columnOffsets(), 0, b.columns());
  }

  private int padded(int length) {
    return Math.ceilDiv(length, lanes) * lanes;
  }

  /// Splits rows of C, or columns, or the sum, whichever is long enough.
  private void split(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    int m = c.rows();
    int n = c.columns();
    int k = a.columns();
    long products = (long) m * n * k;
    int fair = 16 * workers.count(); // parts are multiples of 16
    if (workers.count() == 1 || products < 2 * MIN_PART) {
      product(a, b, c, 0, m, 0, n);
    } else if (m >= fair) {
      workers.range(m, 16, (from, to) -> product(a, b, c, from, to, 0, n));
    } else if (n >= fair) {
      workers.range(n, 16, (from, to) -> product(a, b, c, 0, m, from, to));
    } else {
      splitSum(a, b, c, workers);
    }
  }

  /// Parts of k summed modulo p: exact, so their number and order do not matter.
  private void splitSum(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    int m = c.rows();
    int n = c.columns();
    Limbs total = Limbs.zeros(m * n);
    workers.range(a.columns(), CHUNK_TERMS, (from, to) -> {
      FieldMatrix part = FieldMatrix.rowMajor(Limbs.zeros(m * n), m, n);
      FieldMatrix aPart = new FieldMatrix(a.limbs(), a.rowOffsets(), Arrays.copyOfRange(a.columnOffsets(), from, to));
      FieldMatrix bPart = new FieldMatrix(b.limbs(), Arrays.copyOfRange(b.rowOffsets(), from, to), b.columnOffsets());
      product(aPart, bPart, part, 0, m, 0, n);
      synchronized (total) {
        sums.add(total, part.limbs(), total, 0, m * n);
      }
    });
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int z = c.rowOffsets()[i] + c.columnOffsets()[j];
        c.limbs().hi()[z] = total.hi()[i * n + j];
        c.limbs().lo()[z] = total.lo()[i * n + j];
      }
    }
  }

  /// Rows `fromRow .. toRow` and columns `fromColumn .. toColumn` of C, block by block.
  private void product(FieldMatrix a, FieldMatrix b, FieldMatrix c, int fromRow, int toRow, int fromColumn,
      int toColumn) {
    if (fromRow == toRow || fromColumn == toColumn) {
      return;
    }
    Block block = new Block(a, b, c, Math.min(toRow - fromRow, BLOCK_ROWS),
        Math.min(toColumn - fromColumn, BLOCK_COLUMNS));
    for (int j = fromColumn; j < toColumn; j += BLOCK_COLUMNS) {
      for (int i = fromRow; i < toRow; i += BLOCK_ROWS) {
        block.compute(i, Math.min(i + BLOCK_ROWS, toRow), j, Math.min(j + BLOCK_COLUMNS, toColumn));
      }
    }
  }

  private static boolean isContiguous(int[] offsets, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (offsets[i] != offsets[i - 1] + 1) {
        return false;
      }
    }
    return true;
  }

  /// One thread's packed operands and sums for a block of C.
  private final class Block {
    private final FieldMatrix a;
    private final FieldMatrix b;
    private final FieldMatrix c;
    /// Limb planes of B's columns: limb j of column q and term t at `(5 q + j) * CHUNK_TERMS + t`.
    private final long[] packedColumns;
    /// A panel of A: limb j of term t at `(5 t + j) * lanes`.
    private final long[] packedRows;
    /// Words on their way into limbs.
    private final Limbs stage;
    private final long[] columns;
    /// Reduced products of one panel and one chunk: column q at `q * lanes`.
    private final Limbs reduced;
    /// Sums over the chunks: panel after panel, each like `reduced`.
    private final Limbs sum;

    Block(FieldMatrix a, FieldMatrix b, FieldMatrix c, int rows, int columnsOfC) {
      this.a = a;
      this.b = b;
      this.c = c;
      packedColumns = new long[columnsOfC * LIMBS * CHUNK_TERMS];
      packedRows = new long[LIMBS * CHUNK_TERMS * lanes];
      stage = Limbs.zeros(CHUNK_TERMS * lanes);
      columns = new long[columnsOfC * COLUMNS * lanes];
      reduced = Limbs.zeros(columnsOfC * lanes);
      sum = Limbs.zeros(padded(rows) * columnsOfC);
    }

    void compute(int fromRow, int toRow, int fromColumn, int toColumn) {
      int width = toColumn - fromColumn;
      int panelWords = width * lanes;
      Arrays.fill(sum.hi(), 0);
      Arrays.fill(sum.lo(), 0);
      for (int t = 0; t < a.columns(); t += CHUNK_TERMS) {
        int terms = Math.min(CHUNK_TERMS, a.columns() - t);
        for (int q = 0; q < width; q++) {
          packColumn(fromColumn + q, t, terms, q * LIMBS * CHUNK_TERMS);
        }
        for (int i = fromRow, at = 0; i < toRow; i += lanes, at += panelWords) {
          packRows(i, Math.min(lanes, toRow - i), t, terms);
          multiplyPanel(width, terms, at);
        }
      }
      for (int i = fromRow, at = 0; i < toRow; i += lanes, at += panelWords) {
        store(i, Math.min(lanes, toRow - i), fromColumn, width, at);
      }
    }

    private void multiplyPanel(int width, int terms, int at) {
      int q = 0;
      for (; q + 2 <= width; q += 2) {
        blocks.pair(packedRows, packedColumns, q * LIMBS * CHUNK_TERMS, CHUNK_TERMS, terms, columns,
            q * COLUMNS * lanes);
      }
      if (q < width) {
        blocks.single(packedRows, packedColumns, q * LIMBS * CHUNK_TERMS, CHUNK_TERMS, terms, columns,
            q * COLUMNS * lanes);
      }
      reduction.reduce(columns, width, reduced, 0);
      addTo(at, width * lanes);
    }

    private void addTo(int at, int length) {
      long[] hi = sum.hi();
      long[] lo = sum.lo();
      // sums are at other positions than the panel's results: move them through the stage
      System.arraycopy(hi, at, stage.hi(), 0, length);
      System.arraycopy(lo, at, stage.lo(), 0, length);
      sums.add(reduced, stage, reduced, 0, length);
      System.arraycopy(reduced.hi(), 0, hi, at, length);
      System.arraycopy(reduced.lo(), 0, lo, at, length);
    }

    private void packColumn(int column, int fromTerm, int terms, int at) {
      long[] hi = b.limbs().hi();
      long[] lo = b.limbs().lo();
      int base = b.columnOffsets()[column];
      for (int t = 0; t < terms; t++) {
        int x = base + b.rowOffsets()[fromTerm + t];
        stage.hi()[t] = hi[x];
        stage.lo()[t] = lo[x];
      }
      blocks.split(stage, 0, Math.ceilDiv(terms, lanes), packedColumns, at, lanes, CHUNK_TERMS);
    }

    private void packRows(int row, int rows, int fromTerm, int terms) {
      long[] hi = a.limbs().hi();
      long[] lo = a.limbs().lo();
      for (int t = 0; t < terms; t++) {
        int base = a.columnOffsets()[fromTerm + t];
        for (int i = 0; i < rows; i++) {
          int x = base + a.rowOffsets()[row + i];
          stage.hi()[t * lanes + i] = hi[x];
          stage.lo()[t * lanes + i] = lo[x];
        }
      }
      blocks.split(stage, 0, terms, packedRows, 0, LIMBS * lanes, lanes);
    }

    private void store(int row, int rows, int fromColumn, int width, int at) {
      long[] hi = c.limbs().hi();
      long[] lo = c.limbs().lo();
      for (int q = 0; q < width; q++) {
        for (int i = 0; i < rows; i++) {
          int z = c.rowOffsets()[row + i] + c.columnOffsets()[fromColumn + q];
          hi[z] = sum.hi()[at + q * lanes + i];
          lo[z] = sum.lo()[at + q * lanes + i];
        }
      }
    }
  }
}
