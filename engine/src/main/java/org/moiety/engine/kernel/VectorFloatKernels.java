package org.moiety.engine.kernel;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Float matrix products: blocks of C, packed, with the lanes over columns of C.
///
/// - **Representation.** C is computed in blocks, [FloatBlock].
/// - **Ranges.** Floats. An entry is summed in order of terms within a chunk, then over chunks in order, with fused multiply-adds; so it depends
///   on its row, its column and k only, not on blocks, tiles, lanes or workers.
/// - **Operations.** [#matmul]. Where columns of C would waste lanes, the transposed product is computed.
/// - **Aliasing and time.** C must not overlap A or B. Time depends on shapes and offsets.
/// - **Source.** Goto and van de Geijn 2008.
public final class VectorFloatKernels implements FloatKernels {
  /// Products below which a second thread costs more than it does.
  private static final long MIN_PART = 1 << 19;

  private final FloatTiles tiles;
  private final int lanes;
  /// Buffers of finished products: fresh ones would be zeroed and cold. One for each thread that was ever busy at the same time.
  private final Queue<FloatBlock.Workspace> idle = new ConcurrentLinkedQueue<>();

  /// @param laneBits width of a vector: 128, 256 or 512; wider than the processor has is correct, but slow
  public VectorFloatKernels(int laneBits) {
    tiles = Lanes.ofBits(laneBits).copy(VectorFloatTiles.class, FloatTiles.class);
    lanes = laneBits / Float.SIZE;
  }

  @Override
  public void matmul(FloatMatrix a, FloatMatrix b, FloatMatrix c, Workers workers) {
    MatrixShapes.check(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns());
    if (FloatTiling.prefersLanesOverRows(a.rows(), b.columns(), lanes)) {
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
    FloatBlock.Workspace workspace = idle.poll();
    if (workspace == null) {
      workspace = new FloatBlock.Workspace(lanes);
    }
    try {
      new FloatBlock(tiles, lanes, workspace, a, b, c).computeAll();
    } finally {
      idle.add(workspace);
    }
  }
}
