package org.moiety.engine.kernel;

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

  @Override
  public String toString() {
    return "FloatMatrix[" + rows() + "x" + columns() + "]";
  }
}
