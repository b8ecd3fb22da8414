package org.moiety.layers.file;

import java.util.Arrays;

/// Sizes of arrays in files: products without overflow.
final class Shapes {
  /// The longest array that every JVM makes.
  static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private Shapes() {}

  /// The product of the sizes (1 for none), or -1 if a size is negative or the product exceeds [#MAX_LENGTH].
  static int product(long[] shape) {
    long product = 1;
    boolean empty = false;
    for (long size : shape) {
      if (size < 0 || size > MAX_LENGTH) {
        return -1;
      }
      empty |= size == 0;
    }
    if (empty) {
      return 0;
    }
    for (long size : shape) {
      product *= size; // both factors are below 2^31
      if (product > MAX_LENGTH) {
        return -1;
      }
    }
    return (int) product;
  }

  /// The shape as ints, for sizes that [#product(long[])] has accepted.
  static int[] ints(long[] shape) {
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }

  /// Checks that an array of `length` values has this shape.
  ///
  /// @throws IllegalArgumentException if not
  static void require(int[] shape, int length) {
    if (product(Arrays.stream(shape).asLongStream().toArray()) != length) {
      throw new IllegalArgumentException("shape=" + Arrays.toString(shape) + ", values=" + length);
    }
  }
}
