package org.moiety.engine.kernel;

/// Buffers of one thread's product by residues; they grow to the largest block they served, 8 MiB, and hold leftovers of earlier products.
final class ResidueWorkspace {
  /// So large that collectors neither place an array among small ones nor move it.
  private static final int MIN_LENGTH = 1 << 17;

  /// Words on their way into residues.
  final Limbs stage;
  /// Columns of a tile on their way into elements.
  final long[] columns;
  /// Elements of a row of a tile.
  final Limbs row;
  /// What a row of a tile is added to.
  final Limbs previous;
  /// Offsets of the last panel, filled up to its width.
  final int[] offsets;

  private double[] rowResidues = {};
  private double[] columnResidues = new double[MIN_LENGTH];
  private double[] sums = new double[MIN_LENGTH];

  ResidueWorkspace(int lanes) {
    int panelColumns = Tiling.VECTORS * lanes;
    stage = Limbs.zeros(ResidueBlock.STAGE_TERMS * Math.max(panelColumns, Tiling.ROWS) + 2 * lanes);
    columns = new long[Tiling.ROWS * panelColumns * LimbBounds.LIMBS];
    row = Limbs.zeros(panelColumns);
    previous = Limbs.zeros(panelColumns);
    offsets = new int[Math.max(panelColumns, Tiling.ROWS)];
  }

  double[] rowResidues(int length) {
    rowResidues = grown(rowResidues, length);
    return rowResidues;
  }

  double[] columnResidues(int length) {
    columnResidues = grown(columnResidues, length);
    return columnResidues;
  }

  double[] sums(int length) {
    sums = grown(sums, length);
    return sums;
  }

  private static double[] grown(double[] buffer, int length) {
    return buffer.length >= length ? buffer : new double[length];
  }
}
