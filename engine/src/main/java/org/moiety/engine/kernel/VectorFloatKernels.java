package org.moiety.engine.kernel;

import java.util.Arrays;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// Float matrix products: blocks of C, packed, with the lanes over columns of C.
///
/// - **Representation.** A block of at most [#BLOCK_ROWS] x [#BLOCK_COLUMNS] of C is summed in tiles of 8 rows x 3 vectors; k is cut into
///   chunks of [#CHUNK_TERMS]. For each chunk A is packed in panels of 8 rows, B in panels of 3 vectors, both through the offsets.
/// - **Ranges.** Floats. An entry is summed in order of terms within a chunk, then over chunks in order, with fused multiply-adds; so it depends
///   on its row, its column and k only, not on blocks, tiles, lanes or workers.
/// - **Operations.** [#matmul]. Where columns of C would waste lanes, the transposed product is computed.
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets.
/// - **Source.** Goto and van de Geijn 2008.
public final class VectorFloatKernels implements FloatKernels {
  /// Terms between two additions to a block's sums: a panel of B, 48 columns at 512 bits, takes 36 KiB of the first-level cache.
  static final int CHUNK_TERMS = 192;
  /// Rows of a block: packing B costs well below a tenth of the products it serves.
  static final int BLOCK_ROWS = 1024;
  /// Columns of a block, a multiple of the columns of a panel for every lane count.
  static final int BLOCK_COLUMNS = 1056;
  /// Products below which a second thread costs more than it does.
  private static final long MIN_PART = 1 << 19;

  private final FloatTiles tiles;
  private final int lanes;
  private final int panelColumns;

  /// @param laneBits width of a vector: 128, 256 or 512; wider than the processor has is correct, but slow
  public VectorFloatKernels(int laneBits) {
    tiles = Lanes.ofBits(laneBits).copy(VectorFloatTiles.class, FloatTiles.class);
    lanes = laneBits / Float.SIZE;
    panelColumns = Tiling.VECTORS * lanes;
  }

  @Override
  public void matmul(FloatMatrix a, FloatMatrix b, FloatMatrix c, Workers workers) {
    MatrixShapes.check(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns());
    if (Tiling.prefersLanesOverRows(a.rows(), b.columns(), lanes)) {
      split(b.transpose(), a.transpose(), c.transpose(), workers);
    } else {
      split(a, b, c, workers);
    }
  }

  private void split(FloatMatrix a, FloatMatrix b, FloatMatrix c, Workers workers) {
    int m = c.rows();
    int n = c.columns();
    if ((long) m * n * a.columns() < 2 * MIN_PART) {
      product(a, b, c);
    } else if (m >= n) {
      workers.range(m, 16, (from, to) -> product(a.rowRange(from, to), b, c.rowRange(from, to)));
    } else {
      workers.range(n, 16, (from, to) -> product(a, b.columnRange(from, to), c.columnRange(from, to)));
    }
  }

  private void product(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
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
    private final FloatMatrix a;
    private final FloatMatrix b;
    private final FloatMatrix c;
    private final int tileWords = Tiling.ROWS * panelColumns;
    private final float[] packedRows;
    private final float[] packedColumns;
    /// Tiles, those of a panel of columns one after another.
    private final float[] sums;

    Block(FloatMatrix a, FloatMatrix b, FloatMatrix c, int rows, int columns) {
      this.a = a;
      this.b = b;
      this.c = c;
      int terms = Math.min(CHUNK_TERMS, a.columns());
      int rowPanels = Math.ceilDiv(rows, Tiling.ROWS);
      int columnPanels = Math.ceilDiv(columns, panelColumns);
      packedRows = new float[rowPanels * Tiling.ROWS * terms];
      packedColumns = new float[columnPanels * panelColumns * terms];
      sums = new float[rowPanels * columnPanels * tileWords];
    }

    void compute(int fromRow, int toRow, int fromColumn, int toColumn) {
      int rowPanels = Math.ceilDiv(toRow - fromRow, Tiling.ROWS);
      int columnPanels = Math.ceilDiv(toColumn - fromColumn, panelColumns);
      if (a.columns() == 0) {
        Arrays.fill(sums, 0, rowPanels * columnPanels * tileWords, 0);
      }
      for (int t = 0; t < a.columns(); t += CHUNK_TERMS) {
        int terms = Math.min(CHUNK_TERMS, a.columns() - t);
        Profile.Span packing = Profile.on(Activity.PACKING);
        pack(a.values(), a.rowOffsets(), fromRow, toRow, a.columnOffsets(), t, terms, packedRows, Tiling.ROWS);
        pack(b.values(), b.columnOffsets(), fromColumn, toColumn, b.rowOffsets(), t, terms, packedColumns,
            panelColumns);
        packing.close();
        for (int q = 0; q < columnPanels; q++) {
          boolean narrow = toColumn - fromColumn - q * panelColumns <= (Tiling.VECTORS - 1) * lanes;
          for (int i = 0; i < rowPanels; i++) {
            int tileRows = Tiling.tileRows(toRow - fromRow - i * Tiling.ROWS);
            int rowsAt = i * Tiling.ROWS * terms;
            int columnsAt = q * panelColumns * terms;
            int at = (q * rowPanels + i) * tileWords;
            if (narrow && tileRows == Tiling.ROWS) {
              tiles.addNarrow(packedRows, rowsAt, packedColumns, columnsAt, terms, t == 0, sums, at);
            } else {
              tiles.add(tileRows, packedRows, rowsAt, packedColumns, columnsAt, terms, t == 0, sums, at);
            }
          }
        }
      }
      store(fromRow, toRow, fromColumn, toColumn);
    }

    /// Panels of `width` positions: position x of panel q and term t at `(q * terms + t) * width + x`.
    private static void pack(float[] values, int[] offsets, int from, int to, int[] termOffsets, int fromTerm,
        int terms, float[] out, int width) {
      for (int panel = from, at = 0; panel < to; panel += width, at += terms * width) {
        int count = Math.min(width, to - panel);
        if (Tiling.isContiguous(offsets, panel, panel + count)) {
          for (int t = 0; t < terms; t++) {
            System.arraycopy(values, offsets[panel] + termOffsets[fromTerm + t], out, at + t * width, count);
          }
        } else {
          for (int t = 0; t < terms; t++) {
            int base = termOffsets[fromTerm + t];
            for (int x = 0; x < count; x++) {
              out[at + t * width + x] = values[base + offsets[panel + x]];
            }
          }
        }
      }
    }

    private void store(int fromRow, int toRow, int fromColumn, int toColumn) {
      int rowPanels = Math.ceilDiv(toRow - fromRow, Tiling.ROWS);
      float[] values = c.values();
      for (int i = fromRow; i < toRow; i++) {
        int row = i - fromRow;
        for (int q = 0; fromColumn + q * panelColumns < toColumn; q++) {
          int at = (q * rowPanels + row / Tiling.ROWS) * tileWords + row % Tiling.ROWS * panelColumns;
          int first = fromColumn + q * panelColumns;
          int count = Math.min(panelColumns, toColumn - first);
          for (int x = 0; x < count; x++) {
            values[c.rowOffsets()[i] + c.columnOffsets()[first + x]] = sums[at + x];
          }
        }
      }
    }
  }
}
