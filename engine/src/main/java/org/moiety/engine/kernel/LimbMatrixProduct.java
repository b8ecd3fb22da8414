package org.moiety.engine.kernel;

import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;

import java.util.Arrays;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// Thin matrix products in Z/p, where C has few rows or few columns: operands split into limbs, which costs less than residues.
///
/// - **Representation.** C is cut into blocks of [#BLOCK_ROWS] x [#BLOCK_COLUMNS], k into chunks of [#CHUNK_TERMS]. For each chunk the columns
///   of B are packed as limb planes over t, then each panel of `lanes` rows of A as vectors over rows; both gather through the offsets.
/// - **Ranges.** CANONICAL in and out. A chunk is reduced to CANONICAL and added to the block's sum, so k is unlimited.
/// - **Operations.** [#multiply]. Where rows of C would waste lanes or pack slowly, the transposed product is computed.
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets only.
/// - **Source.** Goto and van de Geijn 2008 for the blocking; `docs/BOUNDS.md` for the bound on a chunk.
final class LimbMatrixProduct implements MatrixProduct {
  /// Terms between two reductions; a multiple of every lane count. A panel of 8 rows takes 80 KiB.
  static final int CHUNK_TERMS = 256;
  static final int BLOCK_COLUMNS = 32;
  static final int BLOCK_ROWS = 512;

  static {
    if (CHUNK_TERMS > LimbBounds.MAX_TERMS) {
      throw new AssertionError("CHUNK_TERMS=" + CHUNK_TERMS + ", expected at most " + LimbBounds.MAX_TERMS);
    }
  }

  private final int lanes;
  private final LimbBlocks blocks;
  private final ColumnReduction reduction;
  private final VectorFieldKernels.Sums sums;

  LimbMatrixProduct(Lanes lanes, ColumnReduction reduction, VectorFieldKernels.Sums sums) {
    this.lanes = lanes.longs().length();
    blocks = lanes.copy(VectorLimbBlocks.class, LimbBlocks.class);
    this.reduction = reduction;
    this.sums = sums;
  }

  @Override
  public void multiply(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    if (lanesAreColumns(a, b)) {
      MatrixSplit.multiply(b.transpose(), a.transpose(), c.transpose(), sums, workers,
          this::product);
    } else {
      MatrixSplit.multiply(a, b, c, sums, workers, this::product);
    }
  }

  /// True when the lanes should run over columns of C: less padding, or the same and B is contiguous along its rows.
  private boolean lanesAreColumns(FieldMatrix a, FieldMatrix b) {
    long rowsPadded = (long) padded(a.rows()) * b.columns();
    long columnsPadded = (long) padded(b.columns()) * a.rows();
    if (rowsPadded != columnsPadded) {
      return columnsPadded < rowsPadded;
    }
    return !Tiling.isContiguous(a.rowOffsets(), 0, a.rows()) && Tiling.isContiguous(b.columnOffsets(), 0, b.columns());
  }

  private int padded(int length) {
    return Math.ceilDiv(length, lanes) * lanes;
  }

  private void product(FieldMatrix a, FieldMatrix b, FieldMatrix c) {
    int m = c.rows();
    int n = c.columns();
    Block block = new Block(a, b, c, Math.min(m, BLOCK_ROWS), Math.min(n, BLOCK_COLUMNS));
    for (int j = 0; j < n; j += BLOCK_COLUMNS) {
      for (int i = 0; i < m; i += BLOCK_ROWS) {
        block.compute(i, Math.min(i + BLOCK_ROWS, m), j, Math.min(j + BLOCK_COLUMNS, n));
      }
    }
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
        Profile.Span packing = Profile.on(Activity.PACKING);
        for (int q = 0; q < width; q++) {
          packColumn(fromColumn + q, t, terms, q * LIMBS * CHUNK_TERMS);
        }
        packing.close();
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
      Profile.Span packing = Profile.on(Activity.PACKING);
      for (int t = 0; t < terms; t++) {
        int base = a.columnOffsets()[fromTerm + t];
        for (int i = 0; i < rows; i++) {
          int x = base + a.rowOffsets()[row + i];
          stage.hi()[t * lanes + i] = hi[x];
          stage.lo()[t * lanes + i] = lo[x];
        }
      }
      blocks.split(stage, 0, terms, packedRows, 0, LIMBS * lanes, lanes);
      packing.close();
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
