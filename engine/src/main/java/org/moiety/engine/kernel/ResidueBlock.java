package org.moiety.engine.kernel;

import static org.moiety.engine.kernel.ResidueSystem.PLANES;

import java.util.Arrays;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// One thread's product by residues, block by block of C and chunk by chunk of k.
///
/// - **Representation.** For each chunk the rows of A in the block are converted in panels of up to 8, then the columns of B panel by panel, both through
///   the offsets; a panel of B is multiplied by all rows, plane by plane. Sums stay apart in planes until k or a group of terms is done, then are recombined.
/// - **Ranges.** Residues balanced; sums at most `2^53`, reduced before each chunk but the first; recombined after [ResidueSystem#MAX_TERMS] terms.
/// - **Operations.** [#computeAll].
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets only.
/// - **Source.** Goto and van de Geijn 2008.
final class ResidueBlock {
  /// Terms of a chunk: a plane of a panel of B, 24 columns at 512 bits, takes 24 KiB of the first-level cache, all planes 264 KiB of the second.
  /// Sums hold no more terms exactly, so they are reduced before the next chunk is added.
  static final int CHUNK_TERMS = 128;
  /// Rows of a block: converting an entry of B takes as long as multiplying it by about ten.
  static final int BLOCK_ROWS = 192;
  /// Panels of columns in a block, when there is more than one chunk: converting an entry of A is shared by their columns.
  static final int BLOCK_PANELS = 8;
  /// Terms of a short sum: recombining its entries takes longer than summing them, so sums of one tile in all planes stay in the first-level cache.
  static final int SHORT_TERMS = 32;
  /// Where columns and sums start in their arrays: large arrays start 16 bytes after a multiple of 64, under most collectors, so vectors of 64 bytes
  /// lie in one cache line each.
  private static final int ALIGNMENT = 6;
  /// Terms gathered before they are converted.
  static final int STAGE_TERMS = 32;

  private final DoubleTiles tiles;
  private final ResidueConversion conversion;
  private final ColumnFold fold;
  private final Gather gather;
  private final VectorFieldKernels.Sums elementSums;
  private final ResidueWorkspace workspace;
  private final FieldMatrix a;
  private final FieldMatrix b;
  private final FieldMatrix c;
  private final int lanes;
  /// Words of a row of a full tile.
  private final int tileRow;
  private final int tileWords;
  private final int blockPanels;
  private final boolean shortSums;
  /// The smaller operand carries the weights of the recombination, which take longer to convert to.
  private final boolean weightedColumns;
  private final double[] rowResidues;
  private final double[] columnResidues;
  private final double[] sums;
  /// Words between planes.
  private final int rowStride;
  private final int columnStride;
  private final int sumStride;

  ResidueBlock(ResidueKernels kernels, VectorFieldKernels.Sums elementSums, ResidueWorkspace workspace, FieldMatrix a,
      FieldMatrix b, FieldMatrix c) {
    tiles = kernels.tiles();
    conversion = kernels.conversion();
    fold = kernels.fold();
    gather = kernels.gather();
    this.elementSums = elementSums;
    this.workspace = workspace;
    this.a = a;
    this.b = b;
    this.c = c;
    lanes = kernels.lanes();
    tileRow = kernels.panelColumns();
    tileWords = Tiling.ROWS * tileRow;
    weightedColumns = b.columns() < a.rows();
    int terms = Math.min(CHUNK_TERMS, a.columns());
    int rowPanels = Math.ceilDiv(Math.min(BLOCK_ROWS, a.rows()), Tiling.ROWS);
    shortSums = terms <= SHORT_TERMS;
    blockPanels = !shortSums && a.columns() <= CHUNK_TERMS
        ? 1
        : Math.min(BLOCK_PANELS, Math.ceilDiv(b.columns(), Tiling.NARROW_VECTORS * lanes));
    rowStride = rowPanels * Tiling.ROWS * terms + 2 * lanes; // conversion goes by pairs of vectors
    columnStride = (shortSums ? blockPanels : 1) * tileRow * terms + 2 * lanes;
    sumStride = (shortSums ? 1 : rowPanels * blockPanels) * tileWords;
    rowResidues = workspace.rowResidues(PLANES * rowStride);
    columnResidues = workspace.columnResidues(ALIGNMENT + PLANES * columnStride);
    sums = workspace.sums(ALIGNMENT + PLANES * sumStride);
  }

  void computeAll() {
    int m = c.rows();
    int n = c.columns();
    for (int i = 0; i < m; i += BLOCK_ROWS) {
      for (int j = 0, end; j < n; j = end) {
        end = j;
        for (int q = 0; q < blockPanels && end < n; q++) {
          end = panelEnd(end, n);
        }
        int toRow = Math.min(i + BLOCK_ROWS, m);
        if (shortSums) {
          computeShort(i, toRow, j, end);
        } else {
          compute(i, toRow, j, end);
        }
      }
    }
  }

  /// Where the panel that starts at column `from` ends.
  private int panelEnd(int from, int to) {
    return Math.min(to, from + Tiling.panelVectors(c.columns() - from, lanes) * lanes);
  }

  /// A block of short sums: tile by tile, along rows of C.
  private void computeShort(int fromRow, int toRow, int fromColumn, int toColumn) {
    int terms = a.columns();
    if (fromColumn == 0) {
      convertRows(fromRow, toRow, 0, terms);
    }
    for (int j = fromColumn, at = ALIGNMENT, end; j < toColumn; j = end, at += tileRow * terms) {
      end = panelEnd(j, toColumn);
      convert(b.limbs(), b.columnOffsets(), j, end, Tiling.panelVectors(c.columns() - j, lanes) * lanes,
          b.rowOffsets(), 0, terms, weightedColumns, columnResidues, at, columnStride);
    }
    for (int i = fromRow, rowsAt = 0, endRow; i < toRow; i = endRow) {
      endRow = i + Tiling.panelRows(toRow - i);
      int tileRows = Tiling.tileRows(endRow - i);
      for (int j = fromColumn, columnsAt = ALIGNMENT, end; j < toColumn; j = end, columnsAt += tileRow * terms) {
        end = panelEnd(j, toColumn);
        int vectors = Tiling.panelVectors(c.columns() - j, lanes);
        for (int plane = 0; plane < PLANES; plane++) {
          multiplyTile(tileRows, vectors, plane * rowStride + rowsAt,
              plane * columnStride + columnsAt, terms, true, ALIGNMENT + plane * sumStride);
        }
        recombineTile(ALIGNMENT, i, endRow, j, end, vectors, isContiguous(j, end, vectors), true);
      }
      rowsAt += tileRows * terms;
    }
  }

  private void compute(int fromRow, int toRow, int fromColumn, int toColumn) {
    for (int t = 0, end; t < a.columns(); t = end) {
      end = Math.min(a.columns(), t + ResidueSystem.MAX_TERMS);
      for (int chunk = t; chunk < end; chunk += CHUNK_TERMS) {
        addChunk(fromRow, toRow, fromColumn, toColumn, chunk, Math.min(CHUNK_TERMS, end - chunk), chunk == t);
      }
      recombine(fromRow, toRow, fromColumn, toColumn, t == 0);
    }
  }

  private void addChunk(int fromRow, int toRow, int fromColumn, int toColumn, int fromTerm, int terms, boolean first) {
    if (fromColumn == 0 || a.columns() > CHUNK_TERMS) { // a single chunk's rows serve all columns
      convertRows(fromRow, toRow, fromTerm, terms);
    }
    int panelSums = Math.ceilDiv(toRow - fromRow, Tiling.ROWS) * tileWords;
    for (int j = fromColumn, at = ALIGNMENT, end; j < toColumn; j = end, at += panelSums) {
      end = panelEnd(j, toColumn);
      int vectors = Tiling.panelVectors(c.columns() - j, lanes);
      convert(b.limbs(), b.columnOffsets(), j, end, vectors * lanes, b.rowOffsets(), fromTerm, terms, weightedColumns,
          columnResidues, ALIGNMENT, columnStride);
      for (int plane = 0; plane < PLANES; plane++) {
        if (!first) {
          conversion.reduce(sums, plane * sumStride + at, panelSums / lanes, (double) ResidueSystem.prime(plane));
        }
        multiplyPanel(plane, toRow - fromRow, vectors, terms, plane * sumStride + at, first);
      }
    }
  }

  private void convertRows(int fromRow, int toRow, int fromTerm, int terms) {
    for (int i = fromRow, at = 0, end; i < toRow; i = end) {
      end = i + Tiling.panelRows(toRow - i);
      int width = Tiling.tileRows(end - i);
      convert(a.limbs(), a.rowOffsets(), i, end, width, a.columnOffsets(), fromTerm, terms, !weightedColumns,
          rowResidues, at, rowStride);
      at += width * terms;
    }
  }

  /// Whether a panel of C is whole vectors of contiguous words.
  private boolean isContiguous(int fromColumn, int toColumn, int vectors) {
    return toColumn - fromColumn == vectors * lanes
        && Tiling.isContiguous(c.columnOffsets(), fromColumn, toColumn);
  }

  private void recombine(int fromRow, int toRow, int fromColumn, int toColumn, boolean first) {
    for (int j = fromColumn, at = ALIGNMENT, end; j < toColumn; j = end) {
      end = panelEnd(j, toColumn);
      int vectors = Tiling.panelVectors(c.columns() - j, lanes);
      boolean contiguous = first && isContiguous(j, end, vectors);
      for (int i = fromRow, endRow; i < toRow; i = endRow, at += tileWords) {
        endRow = i + Tiling.panelRows(toRow - i);
        recombineTile(at, i, endRow, j, end, vectors, contiguous, first);
      }
    }
  }

  /// Adds the products of all rows of the block by a panel of columns, in one plane, or sets the sums to them if they are the first.
  private void multiplyPanel(int plane, int rows, int vectors, int terms, int sumsAt, boolean first) {
    int columnsAt = ALIGNMENT + plane * columnStride;
    int rowsAt = plane * rowStride;
    int at = sumsAt;
    for (int i = 0, panel; i < rows; i += panel) {
      panel = Tiling.panelRows(rows - i);
      int tileRows = Tiling.tileRows(panel);
      multiplyTile(tileRows, vectors, rowsAt, columnsAt, terms, first, at);
      rowsAt += tileRows * terms;
      at += tileWords;
    }
  }

  private void multiplyTile(int tileRows, int vectors, int rowsAt, int columnsAt, int terms, boolean first, int at) {
    if (vectors == Tiling.VECTORS) {
      tiles.add(tileRows, rowResidues, rowsAt, columnResidues, columnsAt, terms, first, sums, at);
    } else {
      tiles.addNarrow(tileRows, rowResidues, rowsAt, columnResidues, columnsAt, terms, first, sums, at);
    }
  }

  /// A panel of `width` positions, those from `to` on being padding: position x of term t goes to `at + t * width + x` of each plane.
  private void convert(Limbs words, int[] offsets, int from, int to, int width, int[] termOffsets, int fromTerm,
      int terms, boolean weighted, double[] out, int at, int stride) {
    Profile.Span packing = Profile.on(Activity.PACKING);
    int[] map = offsets;
    int first = from;
    int gathered = Math.ceilDiv(width, lanes) * lanes; // whole vectors; what is beyond the width is not read
    if (to - from < gathered) {
      map = workspace.offsets;
      first = 0;
      System.arraycopy(offsets, from, map, 0, to - from);
      Arrays.fill(map, to - from, gathered, offsets[to - 1]);
    }
    boolean contiguous = Tiling.isContiguous(map, first, first + gathered);
    Limbs stage = workspace.stage;
    for (int t = 0; t < terms; t += STAGE_TERMS) {
      int staged = Math.min(STAGE_TERMS, terms - t);
      if (contiguous) {
        gather.contiguousWords(words.hi(), map[first], width, termOffsets, fromTerm + t, staged, stage.hi(), 0);
        gather.contiguousWords(words.lo(), map[first], width, termOffsets, fromTerm + t, staged, stage.lo(), 0);
      } else {
        gather.words(words.hi(), map, first, width, termOffsets, fromTerm + t, staged, stage.hi(), 0);
        gather.words(words.lo(), map, first, width, termOffsets, fromTerm + t, staged, stage.lo(), 0);
      }
      int vectors = Math.ceilDiv(staged * width, 2 * lanes) * 2;
      if (weighted) {
        conversion.splitWeighted(stage, vectors, out, at + t * width, stride);
      } else {
        conversion.split(stage, vectors, out, at + t * width, stride);
      }
    }
    packing.close();
  }

  /// Entries of C from the sums of a tile, `vectors` of each row.
  private void recombineTile(int at, int fromRow, int toRow, int fromColumn, int toColumn, int vectors,
      boolean contiguous, boolean first) {
    long[] columns = workspace.columns;
    // whole pairs of vectors; what is joined beyond the last row is not read
    conversion.join(sums, at, sumStride, Math.ceilDiv((toRow - fromRow) * vectors, 2) * 2, columns);
    for (int i = fromRow; i < toRow; i++) {
      int columnsAt = (i - fromRow) * vectors * lanes * LimbBounds.LIMBS;
      int base = c.rowOffsets()[i];
      if (contiguous) {
        fold.fold(columns, columnsAt, vectors, c.limbs(), base + c.columnOffsets()[fromColumn]);
      } else {
        fold.fold(columns, columnsAt, vectors, workspace.row, 0);
        if (!first) {
          load(base, fromColumn, toColumn);
          elementSums.add(workspace.row, workspace.previous, workspace.row, 0, toColumn - fromColumn);
        }
        store(base, fromColumn, toColumn);
      }
    }
  }

  private void store(int base, int fromColumn, int toColumn) {
    long[] hi = c.limbs().hi();
    long[] lo = c.limbs().lo();
    Limbs row = workspace.row;
    for (int j = fromColumn; j < toColumn; j++) {
      int z = base + c.columnOffsets()[j];
      hi[z] = row.hi()[j - fromColumn];
      lo[z] = row.lo()[j - fromColumn];
    }
  }

  private void load(int base, int fromColumn, int toColumn) {
    Limbs previous = workspace.previous;
    for (int j = fromColumn; j < toColumn; j++) {
      int z = base + c.columnOffsets()[j];
      previous.hi()[j - fromColumn] = c.limbs().hi()[z];
      previous.lo()[j - fromColumn] = c.limbs().lo()[z];
    }
  }
}
