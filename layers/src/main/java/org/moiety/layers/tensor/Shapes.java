package org.moiety.layers.tensor;

/// Shape rules shared by the encodings.
final class Shapes {
  private Shapes() {}

  static void requireEqual(String operation, Shape x, Shape y) {
    if (!x.equals(y)) {
      throw new IllegalArgumentException(operation + " of " + x + " and " + y + ", expected equal shapes");
    }
  }

  static Shape requireLength(Shape shape, int length) {
    if (shape.length() != length) {
      throw new IllegalArgumentException("shape " + shape + " for " + length + " values");
    }
    return shape;
  }
}
