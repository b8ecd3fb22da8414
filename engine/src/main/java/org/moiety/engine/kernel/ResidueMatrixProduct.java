package org.moiety.engine.kernel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Matrix products in Z/p by residues: 11 products of matrices of small integers in doubles, recombined once per entry of C.
///
/// - **Representation.** C is computed in blocks, [ResidueBlock]. Lanes run over columns of C; where that wastes them, the transposed product is
///   computed.
/// - **Ranges.** CANONICAL in and out; any k: sums of [ResidueSystem#MAX_TERMS] terms are added modulo p.
/// - **Operations.** [#multiply].
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets only.
/// - **Source.** `docs/BOUNDS.md`, "Residues".
final class ResidueMatrixProduct implements MatrixProduct {
  private final ResidueKernels kernels;
  private final VectorFieldKernels.Sums sums;
  /// Buffers of finished products: fresh ones would be zeroed and cold. One for each thread that was ever busy at the same time.
  private final Queue<ResidueWorkspace> idle = new ConcurrentLinkedQueue<>();

  ResidueMatrixProduct(ResidueKernels kernels, VectorFieldKernels.Sums sums) {
    this.kernels = kernels;
    this.sums = sums;
  }

  @Override
  public void multiply(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    if (prefersLanesOverRows(c)) {
      MatrixSplit.multiply(b.transpose(), a.transpose(), c.transpose(), sums, workers,
          this::product);
    } else {
      MatrixSplit.multiply(a, b, c, sums, workers, this::product);
    }
  }

  /// Of two ways that multiply in the same time, the one that writes whole vectors.
  private boolean prefersLanesOverRows(FieldMatrix c) {
    int lanes = kernels.lanes();
    if (Tiling.prefersLanesOverRows(c.rows(), c.columns(), lanes)) {
      return true;
    }
    boolean equal = !Tiling.prefersLanesOverRows(c.columns(), c.rows(), lanes);
    return equal && countUp(c.rowOffsets()) && !countUp(c.columnOffsets());
  }

  /// Whether the first offsets do.
  private static boolean countUp(int[] offsets) {
    return offsets.length > 1 && offsets[1] == offsets[0] + 1;
  }

  private void product(FieldMatrix a, FieldMatrix b, FieldMatrix c) {
    ResidueWorkspace workspace = idle.poll();
    if (workspace == null) {
      workspace = new ResidueWorkspace(kernels.lanes());
    }
    try {
      new ResidueBlock(kernels, sums, workspace, a, b, c).computeAll();
    } finally {
      idle.add(workspace);
    }
  }
}
