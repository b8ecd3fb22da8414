package org.moiety.engine.kernel;

/// A way to multiply matrices in Z/p; shapes fit.
interface MatrixProduct {
  /// `C = A B`; the result does not depend on `workers`.
  void multiply(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers);
}
