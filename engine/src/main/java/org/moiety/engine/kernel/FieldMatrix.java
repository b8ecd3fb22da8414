package org.moiety.engine.kernel;

import java.util.Arrays;

/// A matrix of field elements read from or written to a block: entry (i, j) is word `rowOffsets[i] + columnOffsets[j]`.
///
/// Rows, columns, transposes, strided slices, the im2col view of a padded image and the channel-major result of a convolution all have
/// this form, so that a product needs no copy of its operands beyond packing.
public record FieldMatrix(Limbs limbs, int[] rowOffsets, int[] columnOffsets) {
  /// The `rows` by `columns` row-major matrix at the start of `limbs`.
  public static FieldMatrix rowMajor(Limbs limbs, int rows, int columns) {
    return new FieldMatrix(limbs, strided(rows, columns), strided(columns, 1));
  }

  /// `0, stride, 2 stride, ...`
  public static int[] strided(int count, int stride) {
    int[] offsets = new int[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = i * stride;
    }
    return offsets;
  }

  public int rows() {
    return rowOffsets.length;
  }

  public int columns() {
    return columnOffsets.length;
  }

  public FieldMatrix transpose() {
    return new FieldMatrix(limbs, columnOffsets, rowOffsets);
  }

  /// Rows `from` to `to`, the latter excluded.
  FieldMatrix rowRange(int from, int to) {
    return new FieldMatrix(limbs, Arrays.copyOfRange(rowOffsets, from, to), columnOffsets);
  }

  /// Columns `from` to `to`, the latter excluded.
  FieldMatrix columnRange(int from, int to) {
    return new FieldMatrix(limbs, rowOffsets, Arrays.copyOfRange(columnOffsets, from, to));
  }

  @Override
  public String toString() {
    return "FieldMatrix[" + rows() + "x" + columns() + "]";
  }
}
