package org.moiety.layers.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Sizes of a tensor's dimensions, outermost first; values are in row-major order.
public final class Shape {
  private final int[] sizes;

  private Shape(int[] sizes) {
    this.sizes = sizes;
  }

  /// @throws IllegalArgumentException if a size is below 1 or the product does not fit an array
  public static Shape of(int... sizes) {
    long product = 1;
    for (int size : sizes) {
      product *= size;
      if (size < 1 || product > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(sizes) + ", expected sizes of at least 1 and below 2^31 values");
      }
    }
    return new Shape(sizes.clone());
  }

  public int rank() {
    return sizes.length;
  }

  public int size(int dimension) {
    return sizes[dimension];
  }

  /// Number of values.
  public int length() {
    int product = 1;
    for (int size : sizes) {
      product *= size;
    }
    return product;
  }

  /// This shape with one more dimension in front: a batch of examples.
  public Shape batch(int count) {
    int[] result = new int[sizes.length + 1];
    result[0] = count;
    System.arraycopy(sizes, 0, result, 1, sizes.length);
    return of(result);
  }

  public int[] toArray() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(that.sizes, sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /// As in 128x32x14x14.
  @Override
  public String toString() {
    return sizes.length == 0
        ? "scalar"
        : Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining("x"));
  }
}
