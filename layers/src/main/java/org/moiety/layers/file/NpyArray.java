package org.moiety.layers.file;

import java.util.Arrays;

/// An array as [Npy] reads it. Compared by identity of its arrays; nothing is copied.
///
/// @param shape sizes, none negative; empty for a scalar
/// @param values as many as the product of the sizes, in C order (last index fastest)
public record NpyArray(int[] shape, double[] values) {
  /// @throws IllegalArgumentException if shape and values do not fit together
  public NpyArray {
    Shapes.require(shape, values.length);
  }

  /// The values rounded to float.
  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /// The shape only.
  @Override
  public String toString() {
    return "NpyArray" + Arrays.toString(shape);
  }
}
