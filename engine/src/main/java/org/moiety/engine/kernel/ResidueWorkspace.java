package org.moiety.engine.kernel;

/// Buffers of one thread's product by residues; they grow to the largest block they served, 8 MiB, and hold leftovers of earlier products.
final class ResidueWorkspace {
  private double[] rows = {};
  private double[] columns = {};
  private double[] sums = {};

  double[] rows(int length) {
    rows = grown(rows, length);
    return rows;
  }

  double[] columns(int length) {
    columns = grown(columns, length);
    return columns;
  }

  double[] sums(int length) {
    sums = grown(sums, length);
    return sums;
  }

  private static double[] grown(double[] buffer, int length) {
    return buffer.length >= length ? buffer : new double[length];
  }
}
