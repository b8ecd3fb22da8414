package org.moiety.experiments.benchmark;

/// Shape of a product of matrices, written `rows x inner x columns`.
record MatrixShape(int rows, int inner, int columns) {
  static MatrixShape parse(String text) {
    String[] sizes = text.split("x", -1);
    return new MatrixShape(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
  }

  double multiplyAdds() {
    return (double) rows * inner * columns;
  }
}
