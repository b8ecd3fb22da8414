package org.moiety.engine.kernel;

/// The executable specification of [FloatKernels].
public final class ScalarFloatKernels implements FloatKernels {
  @Override
  public void matmul(FloatMatrix a, FloatMatrix b, FloatMatrix c, Workers workers) {
    MatrixShapes.check(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns());
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        float sum = 0;
        for (int t = 0; t < a.columns(); t++) {
          sum += a.values()[a.rowOffsets()[i] + a.columnOffsets()[t]]
              * b.values()[b.rowOffsets()[t] + b.columnOffsets()[j]];
        }
        c.values()[c.rowOffsets()[i] + c.columnOffsets()[j]] = sum;
      }
    }
  }
}
