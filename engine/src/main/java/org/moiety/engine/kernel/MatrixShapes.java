package org.moiety.engine.kernel;

/// The shape rule of a matrix product.
final class MatrixShapes {
  private MatrixShapes() {}

  static void check(int aRows, int aColumns, int bRows, int bColumns, int cRows, int cColumns) {
    if (aColumns != bRows || cRows != aRows || cColumns != bColumns) {
      throw new IllegalArgumentException(
          "product of " + aRows + "x" + aColumns + " and " + bRows + "x" + bColumns + " into " + cRows + "x"
              + cColumns + ", expected m x k, k x n, m x n");
    }
  }
}
