package org.moiety.engine.kernel;

import static org.moiety.engine.kernel.ResidueSystem.PLANES;

import java.util.Arrays;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// One thread's product by residues, block by block of C and chunk by chunk of k.
///
/// - **Representation.** For each chunk the rows of A in the block are converted in panels of 8, then the columns of B panel by panel, both through
///   the offsets; a panel of B is multiplied by all rows, plane by plane. Sums stay apart in planes until k is done, then are recombined.
/// - **Ranges.** Residues balanced; sums at most `2^53`, reduced every [#LAZY_CHUNKS] chunks.
/// - **Operations.** [#computeAll].
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets only.
/// - **Source.** Goto and van de Geijn 2008.
final class ResidueBlock {
  /// Terms of a chunk: a plane of a panel of B, 24 columns at 512 bits, takes 24 KiB of the first-level cache, all planes 288 KiB of the second.
  static final int CHUNK_TERMS = 128;
  /// Chunks between two reductions of the sums.
  static final int LAZY_CHUNKS = ResidueSystem.MAX_LAZY_TERMS / CHUNK_TERMS;
  /// Rows of a block: converting an entry of B takes as long as multiplying it by about ten.
  static final int BLOCK_ROWS = 192;
  /// Panels of columns in a block, when there is more than one chunk: converting an entry of A is shared by their columns.
  static final int BLOCK_PANELS = 8;
  /// Terms gathered before they are converted.
  private static final int STAGE_TERMS = 32;

  private final DoubleTiles tiles;
  private final ResidueConversion conversion;
  private final ColumnFold fold;
  private final FieldMatrix a;
  private final FieldMatrix b;
  private final FieldMatrix c;
  private final int lanes;
  private final int panelColumns;
  private final int tileWords;
  private final int blockColumns;
  /// The smaller operand carries the weights of the recombination, which take longer to convert to.
  private final boolean weightedColumns;
  private final double[] rowResidues;
  private final double[] columnResidues;
  private final double[] sums;
  /// Words between planes.
  private final int rowStride;
  private final int columnStride;
  private final int sumStride;
  private final Limbs stage;
  private final long[] columns;
  private final Limbs tile;

  ResidueBlock(ResidueKernels kernels, ResidueWorkspace workspace, FieldMatrix a, FieldMatrix b, FieldMatrix c) {
    tiles = kernels.tiles();
    conversion = kernels.conversion();
    fold = kernels.fold();
    this.a = a;
    this.b = b;
    this.c = c;
    lanes = kernels.lanes();
    panelColumns = kernels.panelColumns();
    tileWords = Tiling.ROWS * panelColumns;
    weightedColumns = b.columns() < a.rows();
    int terms = Math.min(CHUNK_TERMS, a.columns());
    int rowPanels = Math.ceilDiv(Math.min(BLOCK_ROWS, a.rows()), Tiling.ROWS);
    int columnPanels = a.columns() <= CHUNK_TERMS ? 1 : Math.min(BLOCK_PANELS, Math.ceilDiv(b.columns(), panelColumns));
    blockColumns = columnPanels * panelColumns;
    rowStride = rowPanels * Tiling.ROWS * terms + 2 * lanes; // conversion goes by pairs of vectors
    columnStride = panelColumns * terms + 2 * lanes;
    sumStride = rowPanels * columnPanels * tileWords;
    rowResidues = workspace.rows(PLANES * rowStride);
    columnResidues = workspace.columns(PLANES * columnStride);
    sums = workspace.sums(PLANES * sumStride);
    stage = Limbs.zeros(STAGE_TERMS * Math.max(panelColumns, Tiling.ROWS) + 2 * lanes);
    columns = new long[tileWords * LimbBounds.LIMBS];
    tile = Limbs.zeros(tileWords);
  }

  void computeAll() {
    int m = c.rows();
    int n = c.columns();
    for (int i = 0; i < m; i += BLOCK_ROWS) {
      for (int j = 0; j < n; j += blockColumns) {
        compute(i, Math.min(i + BLOCK_ROWS, m), j, Math.min(j + blockColumns, n));
      }
    }
  }

  private void compute(int fromRow, int toRow, int fromColumn, int toColumn) {
    int rowPanels = Math.ceilDiv(toRow - fromRow, Tiling.ROWS);
    if (a.columns() == 0) {
      Arrays.fill(sums, 0, PLANES * sumStride, 0);
    }
    for (int t = 0, chunk = 0; t < a.columns(); t += CHUNK_TERMS, chunk++) {
      int terms = Math.min(CHUNK_TERMS, a.columns() - t);
      if (fromColumn == 0 || a.columns() > CHUNK_TERMS) { // a single chunk's rows serve all columns
        convert(a.limbs(), a.rowOffsets(), fromRow, toRow, a.columnOffsets(), t, terms, Tiling.ROWS, !weightedColumns,
            rowResidues, rowStride);
      }
      if (chunk == LAZY_CHUNKS) {
        chunk = 0;
        reduceSums();
      }
      for (int j = fromColumn, at = 0; j < toColumn; j += panelColumns, at += rowPanels * tileWords) {
        int end = Math.min(j + panelColumns, toColumn);
        convert(b.limbs(), b.columnOffsets(), j, end, b.rowOffsets(), t, terms, panelColumns, weightedColumns,
            columnResidues, columnStride);
        for (int plane = 0; plane < PLANES; plane++) {
          multiplyPanel(plane, toRow - fromRow, end - j, terms, plane * sumStride + at, t == 0);
        }
      }
    }
    for (int j = fromColumn, at = 0; j < toColumn; j += panelColumns) {
      for (int i = fromRow; i < toRow; i += Tiling.ROWS, at += tileWords) {
        conversion.join(sums, at, sumStride, tileWords / lanes, columns);
        fold.fold(columns, tileWords / lanes, tile, 0);
        store(i, Math.min(toRow, i + Tiling.ROWS), j, Math.min(toColumn, j + panelColumns));
      }
    }
  }

  private void reduceSums() {
    for (int plane = 0; plane < PLANES; plane++) {
      conversion.reduce(sums, plane * sumStride, sumStride / lanes, (double) ResidueSystem.prime(plane));
    }
  }

  /// Adds the products of all rows of the block by a panel of columns, in one plane, or sets the sums to them if they are the first.
  private void multiplyPanel(int plane, int rows, int width, int terms, int sumsAt, boolean first) {
    boolean narrow = width <= (Tiling.VECTORS - 1) * lanes;
    int columnsAt = plane * columnStride;
    int rowsAt = plane * rowStride;
    int at = sumsAt;
    for (int i = 0; i < rows; i += Tiling.ROWS) {
      int tileRows = Tiling.tileRows(rows - i);
      if (narrow && tileRows == Tiling.ROWS) {
        tiles.addNarrow(rowResidues, rowsAt, columnResidues, columnsAt, terms, first, sums, at);
      } else {
        tiles.add(tileRows, rowResidues, rowsAt, columnResidues, columnsAt, terms, first, sums, at);
      }
      rowsAt += Tiling.ROWS * terms;
      at += tileWords;
    }
  }

  /// Panels of `width` positions: position x of panel q and term t goes to `(q * terms + t) * width + x` of each plane.
  private void convert(Limbs words, int[] offsets, int from, int to, int[] termOffsets, int fromTerm, int terms,
      int width,
      boolean weighted, double[] out, int stride) {
    Profile.Span packing = Profile.on(Activity.PACKING);
    for (int panel = from, at = 0; panel < to; panel += width, at += terms * width) {
      int count = Math.min(width, to - panel);
      for (int t = 0; t < terms; t += STAGE_TERMS) {
        int staged = Math.min(STAGE_TERMS, terms - t);
        gather(words, offsets, panel, count, termOffsets, fromTerm + t, staged, width);
        int vectors = Math.ceilDiv(staged * width, 2 * lanes) * 2;
        if (weighted) {
          conversion.splitWeighted(stage, vectors, out, at + t * width, stride);
        } else {
          conversion.split(stage, vectors, out, at + t * width, stride);
        }
      }
    }
    packing.close();
  }

  private void gather(Limbs words, int[] offsets, int from, int count, int[] termOffsets, int fromTerm, int terms,
      int width) {
    if (Tiling.isContiguous(offsets, from, from + count)) {
      for (int t = 0; t < terms; t++) {
        int base = termOffsets[fromTerm + t] + offsets[from];
        System.arraycopy(words.hi(), base, stage.hi(), t * width, count);
        System.arraycopy(words.lo(), base, stage.lo(), t * width, count);
      }
    } else {
      for (int x = 0; x < count; x++) {
        gatherLine(words, offsets[from + x], termOffsets, fromTerm, terms, x, width);
      }
    }
  }

  private void gatherLine(Limbs words, int base, int[] termOffsets, int fromTerm, int terms, int at, int width) {
    long[] hi = words.hi();
    long[] lo = words.lo();
    long[] stageHi = stage.hi();
    long[] stageLo = stage.lo();
    for (int t = 0; t < terms; t++) {
      int i = base + termOffsets[fromTerm + t];
      stageHi[at + t * width] = hi[i];
      stageLo[at + t * width] = lo[i];
    }
  }

  private void store(int fromRow, int toRow, int fromColumn, int toColumn) {
    long[] hi = c.limbs().hi();
    long[] lo = c.limbs().lo();
    for (int i = fromRow; i < toRow; i++) {
      int at = (i - fromRow) * panelColumns - fromColumn;
      int base = c.rowOffsets()[i];
      for (int j = fromColumn; j < toColumn; j++) {
        int z = base + c.columnOffsets()[j];
        hi[z] = tile.hi()[at + j];
        lo[z] = tile.lo()[at + j];
      }
    }
  }
}
