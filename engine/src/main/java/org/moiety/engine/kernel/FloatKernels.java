package org.moiety.engine.kernel;

/// Products of float matrices.
public interface FloatKernels {
  /// `C = A B`; shapes m x k, k x n, m x n. Each entry of C is written once; the result does not depend on `workers`.
  void matmul(FloatMatrix a, FloatMatrix b, FloatMatrix c, Workers workers);
}
