package org.moiety.engine.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// One thread's float product, block by block of C and chunk by chunk of k.
///
/// - **Representation.** k is cut into chunks of [#CHUNK_TERMS]. For each chunk [#BLOCK_COLUMNS] columns of B are packed in panels of 2 vectors, then
///   [#BLOCK_ROWS] rows of A at a time in panels of 12, both through the offsets. Tiles are added to C; where they stand over, or C's columns do not lie
///   side by side, through a tile in memory.
/// - **Ranges.** Floats. An entry is summed in order of terms within a chunk, then over chunks in order.
/// - **Operations.** [#computeAll].
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets.
/// - **Source.** Goto and van de Geijn 2008.
final class FloatBlock {
  /// Terms between two additions to C: its rows lie far apart, so that a tile waits for each of them.
  static final int CHUNK_TERMS = 1024;
  /// Rows of a block: at most 1 MiB of A stays in the second-level cache while the panels of B come by.
  static final int BLOCK_ROWS = 252;
  /// Columns of a block, a multiple of the columns of a panel for every lane count.
  static final int BLOCK_COLUMNS = 1024;
  /// Terms packed at a time. All panels take them before the next: so whole rows of B are read where rows lie far apart, and a cache line of each
  /// column where columns do.
  private static final int STAGE_TERMS = 16;

  /// Where columns start in their array, see [ResidueBlock].
  private static final int ALIGNMENT = 12;

  /// Buffers of one thread; they grow to the largest block they served, 5 MiB.
  static final class Workspace {
    /// So large that collectors neither place an array among small ones nor move it.
    private static final int MIN_LENGTH = 1 << 18;

    private float[] rows = {};
    private float[] columns = new float[MIN_LENGTH];
    /// A tile on its way to C.
    private final float[] tile;
    private final int[] tileOffsets;
    /// Offsets of the last panel, filled up to its width.
    private final int[] offsets;

    Workspace(int lanes) {
      int tileRow = FloatTiling.VECTORS * lanes;
      tile = new float[FloatTiling.ROWS * tileRow];
      tileOffsets = IntStream.range(0, FloatTiling.ROWS).map(i -> i * tileRow).toArray();
      offsets = new int[Math.max(tileRow, FloatTiling.ROWS)];
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
  private final float[] packedRows;
  private final float[] packedColumns;
  private final float[] tile;
  private final int[] tileOffsets;
  private final int[] paddedOffsets;

  FloatBlock(FloatTiles tiles, int lanes, Workspace workspace, FloatMatrix a, FloatMatrix b,
      FloatMatrix c) {
    this.tiles = tiles;
    this.lanes = lanes;
    this.a = a;
    this.b = b;
    this.c = c;
    int terms = Math.min(CHUNK_TERMS, a.columns());
    int rows = Math.ceilDiv(Math.min(BLOCK_ROWS, c.rows()), FloatTiling.ROWS) * FloatTiling.ROWS;
    int columns = Math.ceilDiv(Math.min(BLOCK_COLUMNS, c.columns()), lanes) * lanes;
    workspace.rows = Workspace.grown(workspace.rows, rows * terms);
    workspace.columns = Workspace.grown(workspace.columns, ALIGNMENT + columns * terms);
    packedRows = workspace.rows;
    packedColumns = workspace.columns;
    tile = workspace.tile;
    tileOffsets = workspace.tileOffsets;
    paddedOffsets = workspace.offsets;
  }

  void computeAll() {
    if (a.columns() == 0) {
      clear();
    }
    for (int j = 0; j < c.columns(); j += BLOCK_COLUMNS) {
      int toColumn = Math.min(j + BLOCK_COLUMNS, c.columns());
      for (int t = 0; t < a.columns(); t += CHUNK_TERMS) {
        int terms = Math.min(CHUNK_TERMS, a.columns() - t);
        packColumns(j, toColumn, t, terms);
        for (int i = 0; i < c.rows(); i += BLOCK_ROWS) {
          int toRow = Math.min(i + BLOCK_ROWS, c.rows());
          packRows(i, toRow, t, terms);
          multiply(i, toRow, j, toColumn, terms, t == 0);
        }
      }
    }
  }

  private void clear() {
    for (int row : c.rowOffsets()) {
      for (int column : c.columnOffsets()) {
        c.values()[row + column] = 0;
      }
    }
  }

  /// Adds the products of the packed rows by the packed columns to C, panel by panel of columns.
  private void multiply(int fromRow, int toRow, int fromColumn, int toColumn, int terms, boolean first) {
    for (int j = fromColumn, columnsAt = ALIGNMENT, endColumn; j < toColumn; j = endColumn) {
      int vectors = FloatTiling.panelVectors(toColumn - j, lanes);
      int width = vectors * lanes;
      endColumn = Math.min(j + width, toColumn);
      boolean contiguous = endColumn - j == width && Tiling.isContiguous(c.columnOffsets(), j, endColumn);
      for (int i = fromRow, rowsAt = 0, end; i < toRow; i = end) {
        end = i + FloatTiling.panelRows(toRow - i);
        int tileRows = FloatTiling.tileRows(end - i);
        if (contiguous && end - i == tileRows) {
          multiplyTile(tileRows, vectors, rowsAt, columnsAt, terms, first, c.values(), c.columnOffsets()[j],
              c.rowOffsets(), i);
        } else {
          multiplyTile(tileRows, vectors, rowsAt, columnsAt, terms, true, tile, 0, tileOffsets, 0);
          store(i, end, j, endColumn, first);
        }
        rowsAt += tileRows * terms;
      }
      columnsAt += width * terms;
    }
  }

  private void multiplyTile(int tileRows, int vectors, int rowsAt, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    if (vectors == FloatTiling.VECTORS) {
      tiles.add(tileRows, packedRows, rowsAt, packedColumns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
    } else {
      tiles.addNarrow(tileRows, packedRows, rowsAt, packedColumns, columnsAt, terms, first, sums, at, rowOffsets,
          fromRow);
    }
  }

  /// Adds the tile in memory to C, or writes it there if its terms are the first.
  private void store(int fromRow, int toRow, int fromColumn, int toColumn, boolean first) {
    float[] values = c.values();
    int[] columnOffsets = c.columnOffsets();
    for (int i = fromRow; i < toRow; i++) {
      int base = c.rowOffsets()[i];
      int at = tileOffsets[i - fromRow];
      for (int j = fromColumn; j < toColumn; j++) {
        int z = base + columnOffsets[j];
        float sum = tile[at + j - fromColumn];
        values[z] = first ? sum : sum + values[z];
      }
    }
  }

  /// Packs rows of A: row x of a panel at term t goes to `t * tileRows + x` of it. What a panel has more than rows is padding.
  private void packRows(int fromRow, int toRow, int fromTerm, int terms) {
    Profile.Span packing = Profile.on(Activity.PACKING);
    for (int i = fromRow, at = 0, end; i < toRow; i = end) {
      end = i + FloatTiling.panelRows(toRow - i);
      int width = FloatTiling.tileRows(end - i);
      int[] offsets = padded(a.rowOffsets(), i, end, width);
      int from = end - i < width ? 0 : i;
      if (width == FloatTiling.ROWS) {
        packTwelve(a.values(), offsets, from, a.columnOffsets(), fromTerm, terms, packedRows, at);
      } else {
        for (int t = 0; t < terms; t += STAGE_TERMS) {
          pack(a.values(), offsets, from, width, a.columnOffsets(), fromTerm + t, Math.min(STAGE_TERMS, terms - t),
              packedRows, at + t * width);
        }
      }
      at += width * terms;
    }
    packing.close();
  }

  /// Packs columns of B: column x of a panel at term t goes to `t * vectors * lanes + x` of it. What a panel has more than columns is padding.
  private void packColumns(int fromColumn, int toColumn, int fromTerm, int terms) {
    Profile.Span packing = Profile.on(Activity.PACKING);
    for (int t = 0; t < terms; t += STAGE_TERMS) {
      int stage = Math.min(STAGE_TERMS, terms - t);
      for (int j = fromColumn, panelAt = ALIGNMENT, end; j < toColumn; j = end) {
        int vectors = FloatTiling.panelVectors(toColumn - j, lanes);
        int width = vectors * lanes;
        end = Math.min(j + width, toColumn);
        int at = panelAt + t * width;
        if (end - j == width && Tiling.isContiguous(b.columnOffsets(), j, end)) {
          tiles.pack(vectors, b.values(), b.columnOffsets()[j], b.rowOffsets(), fromTerm + t, stage, packedColumns,
              at);
        } else {
          int[] offsets = padded(b.columnOffsets(), j, end, width);
          pack(b.values(), offsets, end - j < width ? 0 : j, width, b.rowOffsets(), fromTerm + t, stage,
              packedColumns, at);
        }
        panelAt += width * terms;
      }
    }
    packing.close();
  }

  /// The offsets themselves, or if there are less than `width`, a copy at 0 that repeats the last.
  private int[] padded(int[] offsets, int from, int to, int width) {
    if (to - from == width) {
      return offsets;
    }
    System.arraycopy(offsets, from, paddedOffsets, 0, to - from);
    Arrays.fill(paddedOffsets, to - from, width, offsets[to - 1]);
    return paddedOffsets;
  }

  /// Packs a stage of a panel.
  private static void pack(float[] values, int[] offsets, int from, int width, int[] termOffsets, int fromTerm,
      int terms, float[] out, int at) {
    for (int x = 0; x < width; x++) {
      int base = offsets[from + x];
      for (int t = 0; t < terms; t++) {
        out[at + t * width + x] = values[base + termOffsets[fromTerm + t]];
      }
    }
  }

  /// The same for twelve rows, and any number of terms: written out, a term takes about as many cycles as it has words.
  private static void packTwelve(float[] values, int[] offsets, int from, int[] termOffsets, int fromTerm, int terms,
      float[] out, int at) {
    int r0 = offsets[from];
    int r1 = offsets[from + 1];
    int r2 = offsets[from + 2];
    int r3 = offsets[from + 3];
    int r4 = offsets[from + 4];
    int r5 = offsets[from + 5];
    int r6 = offsets[from + 6];
    int r7 = offsets[from + 7];
    int r8 = offsets[from + 8];
    int r9 = offsets[from + 9];
    int r10 = offsets[from + 10];
    int r11 = offsets[from + 11];
    for (int t = 0; t < terms; t++) {
      int z = termOffsets[fromTerm + t];
      int o = at + t * FloatTiling.ROWS;
      out[o] = values[r0 + z];
      out[o + 1] = values[r1 + z];
      out[o + 2] = values[r2 + z];
      out[o + 3] = values[r3 + z];
      out[o + 4] = values[r4 + z];
      out[o + 5] = values[r5 + z];
      out[o + 6] = values[r6 + z];
      out[o + 7] = values[r7 + z];
      out[o + 8] = values[r8 + z];
      out[o + 9] = values[r9 + z];
      out[o + 10] = values[r10 + z];
      out[o + 11] = values[r11 + z];
    }
  }
}
