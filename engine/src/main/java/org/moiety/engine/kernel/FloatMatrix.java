package org.moiety.engine.kernel;

import java.util.Arrays;

/// A matrix of floats inside an array: entry (i, j) is `values[rowOffsets[i] + columnOffsets[j]]`; see [FieldMatrix].
public record FloatMatrix(float[] values, int[] rowOffsets, int[] columnOffsets) {
  public static FloatMatrix rowMajor(float[] values, int rows, int columns) {
    return new FloatMatrix(values, FieldMatrix.strided(rows, columns), FieldMatrix.strided(columns, 1));
  }

  public int rows() {
    return rowOffsets.length;
  }

  public int columns() {
    return columnOffsets.length;
  }

  public FloatMatrix transpose() {
    return new FloatMatrix(values, columnOffsets, rowOffsets);
  }

  /// Rows `from` to `to`, the latter excluded.
  FloatMatrix rowRange(int from, int to) {
    return new FloatMatrix(values, Arrays.copyOfRange(rowOffsets, from, to), columnOffsets);
  }

  /// Columns `from` to `to`, the latter excluded.
  FloatMatrix columnRange(int from, int to) {
    return new FloatMatrix(values, rowOffsets, Arrays.copyOfRange(columnOffsets, from, to));
  }

  @Override
  public String toString() {
    return "FloatMatrix[" + rows() + "x" + columns() + "]";
  }
}
