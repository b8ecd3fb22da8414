package org.moiety.engine.kernel;

import java.util.Arrays;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// One thread's float product, block by block of C and chunk by chunk of k.
///
/// - **Representation.** A block of at most [#BLOCK_ROWS] x [#BLOCK_COLUMNS] of C is summed in tiles of 8 rows x 3 vectors; k is cut into
///   chunks of [#CHUNK_TERMS]. For each chunk A is packed in panels of 8 rows, B in panels of 3 vectors, both through the offsets.
/// - **Ranges.** Floats. An entry is summed in order of terms within a chunk, then over chunks in order.
/// - **Operations.** [#computeAll].
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets.
/// - **Source.** Goto and van de Geijn 2008.
final class FloatBlock {
  /// Terms between two additions to a block's sums: a panel of B, 48 columns at 512 bits, takes 36 KiB of the first-level cache.
  static final int CHUNK_TERMS = 192;
  /// Rows of a block: packing B, from rows far apart, is shared by their tiles. With 256 rows, whose sums would stay in the second-level cache, a
  /// product of 1024 x 1024 took a quarter longer.
  static final int BLOCK_ROWS = 1024;
  /// Columns of a block, a multiple of the columns of a panel for every lane count.
  static final int BLOCK_COLUMNS = 1056;

  /// Where columns and sums start in their arrays, see [ResidueBlock].
  private static final int ALIGNMENT = 12;

  /// Buffers of one thread; they grow to the largest block they served, 6 MiB.
  static final class Workspace {
    /// So large that collectors neither place an array among small ones nor move it.
    private static final int MIN_LENGTH = 1 << 18;

    private float[] rows = {};
    private float[] columns = new float[MIN_LENGTH];
    private float[] sums = new float[MIN_LENGTH];
    /// Offsets of the last panel, filled up to its width.
    private final int[] offsets;

    Workspace(int lanes) {
      offsets = new int[Math.max(Tiling.VECTORS * lanes, Tiling.ROWS)];
    }

    private static float[] grown(float[] buffer, int length) {
      return buffer.length >= length ? buffer : new float[length];
    }
  }

  private final FloatTiles tiles;
  private final int lanes;
  private final FloatMatrix a;
  private final FloatMatrix b;
  private final FloatMatrix c;
  /// Words between rows of a tile, whatever the panel's width.
  private final int tileRow;
  private final int tileWords;
  private final int[] paddedOffsets;
  private final float[] packedRows;
  private final float[] packedColumns;
  /// Tiles, those of a panel of columns one after another.
  private final float[] sums;

  FloatBlock(FloatTiles tiles, int lanes, Workspace workspace, FloatMatrix a, FloatMatrix b,
      FloatMatrix c) {
    this.tiles = tiles;
    this.lanes = lanes;
    this.a = a;
    this.b = b;
    this.c = c;
    tileRow = Tiling.VECTORS * lanes;
    tileWords = Tiling.ROWS * tileRow;
    int terms = Math.min(CHUNK_TERMS, a.columns());
    int rowPanels = Math.ceilDiv(Math.min(BLOCK_ROWS, c.rows()), Tiling.ROWS);
    int columnPanels = Math.ceilDiv(Math.min(BLOCK_COLUMNS, c.columns()), Tiling.NARROW_VECTORS * lanes);
    workspace.rows = Workspace.grown(workspace.rows, rowPanels * Tiling.ROWS * terms);
    workspace.columns = Workspace.grown(workspace.columns, ALIGNMENT + tileRow * terms);
    workspace.sums = Workspace.grown(workspace.sums, ALIGNMENT + rowPanels * columnPanels * tileWords);
    paddedOffsets = workspace.offsets;
    packedRows = workspace.rows;
    packedColumns = workspace.columns;
    sums = workspace.sums;
  }

  void computeAll() {
    for (int j = 0; j < c.columns(); j += BLOCK_COLUMNS) {
      for (int i = 0; i < c.rows(); i += BLOCK_ROWS) {
        compute(i, Math.min(i + BLOCK_ROWS, c.rows()), j, Math.min(j + BLOCK_COLUMNS, c.columns()));
      }
    }
  }

  private void compute(int fromRow, int toRow, int fromColumn, int toColumn) {
    int rowPanels = Math.ceilDiv(toRow - fromRow, Tiling.ROWS);
    if (a.columns() == 0) {
      Arrays.fill(sums, 0);
    }
    for (int t = 0; t < a.columns(); t += CHUNK_TERMS) {
      int terms = Math.min(CHUNK_TERMS, a.columns() - t);
      for (int i = fromRow, at = 0, end; i < toRow; i = end, at += Tiling.ROWS * terms) {
        end = i + Tiling.panelRows(toRow - i);
        pack(a.values(), a.rowOffsets(), i, end, Tiling.ROWS, a.columnOffsets(), t, terms, packedRows, at);
      }
      for (int j = fromColumn, at = ALIGNMENT,
          vectors; j < toColumn; j += vectors * lanes, at += rowPanels * tileWords) {
        vectors = Tiling.panelVectors(toColumn - j, lanes);
        pack(b.values(), b.columnOffsets(), j, Math.min(j + vectors * lanes, toColumn), vectors * lanes,
            b.rowOffsets(), t, terms, packedColumns, ALIGNMENT);
        multiplyPanel(toRow - fromRow, vectors, terms, t == 0, at);
      }
    }
    for (int j = fromColumn, at = ALIGNMENT, vectors; j < toColumn; j += vectors * lanes, at += rowPanels * tileWords) {
      vectors = Tiling.panelVectors(toColumn - j, lanes);
      store(fromRow, toRow, j, Math.min(j + vectors * lanes, toColumn), at);
    }
  }

  /// Adds the products of all rows of the block by the packed panel of columns.
  private void multiplyPanel(int rows, int vectors, int terms, boolean first, int sumsAt) {
    int at = sumsAt;
    for (int i = 0, rowsAt = 0, panel; i < rows; i += panel) {
      panel = Tiling.panelRows(rows - i);
      int tileRows = Tiling.tileRows(panel);
      if (vectors == Tiling.VECTORS) {
        tiles.add(tileRows, packedRows, rowsAt, packedColumns, ALIGNMENT, terms, first, sums, at);
      } else {
        tiles.addNarrow(tileRows, packedRows, rowsAt, packedColumns, ALIGNMENT, terms, first, sums, at);
      }
      rowsAt += Tiling.ROWS * terms;
      at += tileWords;
    }
  }

  /// A panel of `width` positions, those from `to` on being padding: position x of term t goes to `at + t * width + x`.
  private void pack(float[] values, int[] offsets, int from, int to, int width, int[] termOffsets, int fromTerm,
      int terms, float[] out, int at) {
    Profile.Span packing = Profile.on(Activity.PACKING);
    int[] map = offsets;
    int first = from;
    if (to - from < width) {
      map = paddedOffsets;
      first = 0;
      System.arraycopy(offsets, from, map, 0, to - from);
      Arrays.fill(map, to - from, width, offsets[to - 1]);
    }
    if (Tiling.isContiguous(map, first, first + width)) {
      for (int t = 0; t < terms; t++) {
        System.arraycopy(values, map[first] + termOffsets[fromTerm + t], out, at + t * width, width);
      }
    } else if (Tiling.isContiguous(termOffsets, fromTerm, fromTerm + terms)) {
      for (int x = 0; x < width; x++) {
        packLine(values, map[first + x] + termOffsets[fromTerm], terms, out, at + x, width);
      }
    } else {
      for (int x = 0; x < width; x++) {
        packLine(values, map[first + x], termOffsets, fromTerm, terms, out, at + x, width);
      }
    }
    packing.close();
  }

  private static void packLine(float[] values, int from, int terms, float[] out, int at, int stride) {
    for (int t = 0; t < terms; t++) {
      out[at + t * stride] = values[from + t];
    }
  }

  private static void packLine(float[] values, int base, int[] termOffsets, int fromTerm, int terms, float[] out,
      int at, int stride) {
    for (int t = 0; t < terms; t++) {
      out[at + t * stride] = values[base + termOffsets[fromTerm + t]];
    }
  }

  private void store(int fromRow, int toRow, int fromColumn, int toColumn, int sumsAt) {
    boolean contiguous = Tiling.isContiguous(c.columnOffsets(), fromColumn, toColumn);
    int tile = sumsAt;
    for (int i = fromRow, end; i < toRow; i = end, tile += tileWords) {
      end = i + Tiling.panelRows(toRow - i);
      for (int row = i, at = tile; row < end; row++, at += tileRow) {
        int base = c.rowOffsets()[row];
        if (contiguous) {
          System.arraycopy(sums, at, c.values(), base + c.columnOffsets()[fromColumn], toColumn - fromColumn);
        } else {
          scatter(sums, at, c.values(), base, c.columnOffsets(), fromColumn, toColumn);
        }
      }
    }
  }

  private static void scatter(float[] sums, int at, float[] values, int base, int[] offsets, int from, int to) {
    for (int j = from; j < to; j++) {
      values[base + offsets[j]] = sums[at + j - from];
    }
  }
}
