package org.moiety.engine.kernel;

import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMBS;

import java.util.Arrays;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// Products of a row with a matrix, or of a matrix with a column, in Z/p: what a MAC check is made of. The matrix is read once, as it is.
///
/// - **Representation.** Lanes run over the columns of B where those are adjacent, and else over its rows, whose lanes are added in the end; a matrix that is neither goes to [LimbMatrixProduct].
/// - **Ranges.** CANONICAL in and out. Sums of [RowBlocks#MAX_TERMS] terms are reduced and added, so k is unlimited.
/// - **Operations.** [#multiply].
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets only.
/// - **Source.** `docs/BOUNDS.md`, "Rows times matrices".
final class RowProduct implements MatrixProduct {
  /// Vectors of columns, or columns, that are reduced together.
  private static final int BLOCK = 16;
  /// Words of a cache line.
  private static final int LINE_WORDS = 8;

  private final int lanes;
  private final Lanes width;
  private final LimbBlocks limbs;
  private final ColumnReduction reduction;
  private final VectorFieldKernels.Sums sums;
  private final MatrixProduct other;
  private final ThreadLocal<Block> blocks = ThreadLocal.withInitial(Block::new);

  /// @param other for matrices without adjacent entries
  RowProduct(Lanes lanes, ColumnReduction reduction, VectorFieldKernels.Sums sums, MatrixProduct other) {
    this.lanes = lanes.longs().length();
    width = lanes;
    limbs = lanes.copy(VectorLimbBlocks.class, LimbBlocks.class);
    this.reduction = reduction;
    this.sums = sums;
    this.other = other;
  }

  /// `C = A B`, where A has one row or B one column.
  @Override
  public void multiply(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    if (c.rows() > 1) {
      multiply(b.transpose(), a.transpose(), c.transpose(), workers);
    } else if (hasRuns(b.columnOffsets())) {
      MatrixSplit.multiply(a, b, c, sums, workers, (x, y, z) -> blocks.get().alongColumns(x, y, z));
    } else if (Tiling.isContiguous(b.rowOffsets(), 0, b.rows()) && b.rows() >= lanes) {
      MatrixSplit.multiply(a, b, c, sums, workers, (x, y, z) -> blocks.get().alongRows(x, y, z));
    } else {
      other.multiply(a, b, c, workers);
    }
  }

  private boolean hasRuns(int[] offsets) {
    return offsets.length >= lanes && Tiling.isContiguous(offsets, 0, lanes);
  }

  /// What one thread works with.
  private final class Block {
    private final int chunk = RowBlocks.MAX_TERMS * lanes;
    private final int[] stageOffsets = FieldMatrix.strided(RowBlocks.MAX_TERMS, lanes);
    private final RowBlocks kernel = width.copy(VectorRowBlocks.class, RowBlocks.class);
    /// The row's limbs of one chunk of terms: limb j of term t at `j * chunk + t`.
    private final long[] row = new long[LIMBS * chunk];
    /// Words on their way into limbs, or into vectors.
    private final Limbs stage = Limbs.zeros(chunk);
    private final long[] columns = new long[BLOCK * COLUMNS * lanes];
    private final Limbs reduced = Limbs.zeros(BLOCK * lanes);
    private final Limbs sum = Limbs.zeros(BLOCK * lanes);
    /// Keeps [#touch] from being optimised away.
    @SuppressWarnings("unused")
    private long touched;

    /// Lanes are columns of C.
    void alongColumns(FieldMatrix a, FieldMatrix b, FieldMatrix c) {
      int[] offsets = b.columnOffsets();
      for (int from = 0; from < c.columns(); from += BLOCK * lanes) {
        int to = Math.min(from + BLOCK * lanes, c.columns());
        clear(sum);
        for (int t = 0; t < a.columns(); t += RowBlocks.MAX_TERMS) {
          int terms = Math.min(RowBlocks.MAX_TERMS, a.columns() - t);
          packRow(a, t, terms);
          touch(b, t, terms, from, to);
          for (int j = from, at = 0; j < to; j += lanes, at += COLUMNS * lanes) {
            if (j + lanes <= to && Tiling.isContiguous(offsets, j, j + lanes)) {
              kernel.rows(b.limbs().hi(), b.limbs().lo(), offsets[j], b.rowOffsets(), t, terms, row, chunk, columns,
                  at);
            } else {
              stageColumns(b, t, terms, j, Math.min(j + lanes, to));
              kernel.rows(stage.hi(), stage.lo(), 0, stageOffsets, 0, terms, row, chunk, columns, at);
            }
          }
          addReduced(Math.ceilDiv(to - from, lanes));
        }
        store(c, from, to, 1);
      }
    }

    /// Lanes are rows of B: each holds a part of a sum.
    void alongRows(FieldMatrix a, FieldMatrix b, FieldMatrix c) {
      for (int from = 0; from < c.columns(); from += BLOCK) {
        int to = Math.min(from + BLOCK, c.columns());
        clear(sum);
        for (int t = 0; t < a.columns(); t += chunk) {
          int terms = Math.min(chunk, a.columns() - t);
          packRow(a, t, terms);
          for (int j = from, at = 0; j < to; j++, at += COLUMNS * lanes) {
            int first = b.columnOffsets()[j] + b.rowOffsets()[t];
            if (terms % lanes == 0) {
              kernel.dot(b.limbs().hi(), b.limbs().lo(), first, terms / lanes, row, chunk, columns, at);
            } else {
              stageRows(b.limbs(), first, terms);
              kernel.dot(stage.hi(), stage.lo(), 0, Math.ceilDiv(terms, lanes), row, chunk, columns, at);
            }
          }
          addReduced(to - from);
        }
        addLanes(to - from);
        store(c, from, to, lanes);
      }
    }

    /// Reads a word of every cache line that the kernel is about to read: all at once, where the kernel would wait for each, for it goes down columns.
    private void touch(FieldMatrix b, int fromTerm, int terms, int fromColumn, int toColumn) {
      long[] hi = b.limbs().hi();
      long[] lo = b.limbs().lo();
      long words = 0;
      for (int t = fromTerm; t < fromTerm + terms; t++) {
        int base = b.rowOffsets()[t];
        for (int j = fromColumn; j < toColumn; j += LINE_WORDS) {
          int x = base + b.columnOffsets()[j];
          words ^= hi[x] ^ lo[x];
        }
      }
      touched = words;
    }

    private void packRow(FieldMatrix a, int fromTerm, int terms) {
      try (Profile.Span _ = Profile.on(Activity.PACKING)) {
        clear(stage);
        int base = a.rowOffsets()[0];
        for (int t = 0; t < terms; t++) {
          int x = base + a.columnOffsets()[fromTerm + t];
          stage.hi()[t] = a.limbs().hi()[x];
          stage.lo()[t] = a.limbs().lo()[x];
        }
        limbs.split(stage, 0, Math.ceilDiv(terms, lanes), row, 0, lanes, chunk);
      }
    }

    private void stageColumns(FieldMatrix b, int fromTerm, int terms, int fromColumn, int toColumn) {
      try (Profile.Span _ = Profile.on(Activity.PACKING)) {
        for (int t = 0; t < terms; t++) {
          int base = b.rowOffsets()[fromTerm + t];
          for (int j = fromColumn; j < toColumn; j++) {
            int x = base + b.columnOffsets()[j];
            stage.hi()[t * lanes + j - fromColumn] = b.limbs().hi()[x];
            stage.lo()[t * lanes + j - fromColumn] = b.limbs().lo()[x];
          }
        }
      }
    }

    private void stageRows(Limbs words, int first, int terms) {
      try (Profile.Span _ = Profile.on(Activity.PACKING)) {
        clear(stage);
        System.arraycopy(words.hi(), first, stage.hi(), 0, terms);
        System.arraycopy(words.lo(), first, stage.lo(), 0, terms);
      }
    }

    private void addReduced(int vectors) {
      reduction.reduce(columns, vectors, reduced, 0);
      sums.add(sum, reduced, sum, 0, vectors * lanes);
    }

    /// Adds the lanes of each vector, and leaves the sum in the first.
    private void addLanes(int vectors) {
      clear(reduced);
      for (int lane = 1; lane < lanes; lane++) {
        for (int v = 0; v < vectors; v++) {
          reduced.hi()[v * lanes] = sum.hi()[v * lanes + lane];
          reduced.lo()[v * lanes] = sum.lo()[v * lanes + lane];
        }
        sums.add(sum, reduced, sum, 0, vectors * lanes);
      }
    }

    /// @param stride of the sums of consecutive columns
    private void store(FieldMatrix c, int from, int to, int stride) {
      for (int j = from, at = 0; j < to; j++, at += stride) {
        int z = c.rowOffsets()[0] + c.columnOffsets()[j];
        c.limbs().hi()[z] = sum.hi()[at];
        c.limbs().lo()[z] = sum.lo()[at];
      }
    }

    private static void clear(Limbs words) {
      Arrays.fill(words.hi(), 0);
      Arrays.fill(words.lo(), 0);
    }
  }
}
