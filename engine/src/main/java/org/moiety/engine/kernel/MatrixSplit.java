package org.moiety.engine.kernel;

/// Splits a product over workers: rows of C, columns of C, or the sum.
///
/// Parts of a sum in Z/p are added modulo p, which is exact: their number and order do not matter.
final class MatrixSplit {
  /// `C = A B` on one thread.
  @FunctionalInterface
  interface Product {
    void multiply(FieldMatrix a, FieldMatrix b, FieldMatrix c);
  }

  /// Workers cut ranges at multiples of this.
  private static final int GRAIN = 16;
  /// Products of elements below which a second thread costs more than it does.
  private static final long MIN_PART = 1 << 16;
  /// Terms worth a partial sum of their own.
  private static final int MIN_TERMS = 256;

  private MatrixSplit() {}

  static void multiply(FieldMatrix a, FieldMatrix b, FieldMatrix c, VectorFieldKernels.Sums sums,
      Workers workers, Product product) {
    int m = c.rows();
    int n = c.columns();
    int k = a.columns();
    int fair = GRAIN * workers.count();
    boolean alone = workers.count() == 1 || (long) m * n * k < 2 * MIN_PART;
    if (alone) {
      product.multiply(a, b, c);
    } else if (m < fair && n < fair) {
      multiplySum(a, b, c, sums, workers, product);
    } else if (m >= n) {
      workers.range(m, GRAIN, (from, to) -> product.multiply(a.rowRange(from, to), b, c.rowRange(from, to)));
    } else {
      workers.range(n, GRAIN, (from, to) -> product.multiply(a, b.columnRange(from, to), c.columnRange(from, to)));
    }
  }

  private static void multiplySum(FieldMatrix a, FieldMatrix b, FieldMatrix c, VectorFieldKernels.Sums sums,
      Workers workers, Product product) {
    int m = c.rows();
    int n = c.columns();
    Limbs total = Limbs.zeros(m * n);
    workers.range(a.columns(), MIN_TERMS, (from, to) -> {
      Limbs part = Limbs.zeros(m * n);
      product.multiply(a.columnRange(from, to), b.rowRange(from, to), FieldMatrix.rowMajor(part, m, n));
      synchronized (total) {
        sums.add(total, part, total, 0, m * n);
      }
    });
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int z = c.rowOffsets()[i] + c.columnOffsets()[j];
        c.limbs().hi()[z] = total.hi()[i * n + j];
        c.limbs().lo()[z] = total.lo()[i * n + j];
      }
    }
  }
}
