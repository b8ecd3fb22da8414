package org.moiety.experiments.benchmark;

import java.util.concurrent.TimeUnit;
import org.moiety.engine.kernel.FieldKernels;
import org.moiety.engine.kernel.FieldMatrix;
import org.moiety.engine.kernel.FloatKernels;
import org.moiety.engine.kernel.FloatMatrix;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.ScalarFieldKernels;
import org.moiety.engine.kernel.ScalarFloatKernels;
import org.moiety.engine.kernel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// `moiety bench product`: products of matrices; the shape `m x k x n` has `m k n` multiply-adds.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProductBenchmark {
  /// Two matrices of field elements.
  @State(Scope.Thread)
  public static class FieldOperands {
    @Param("101x203x37")
    public String shape = "";

    @Param("1")
    public int threads;

    private final FieldKernels kernels = KernelProvider.field(Modulus.MOIETY);
    private Workers workers = new Workers(1);
    private FieldMatrix a = matrix(1, 1, 1);
    private FieldMatrix b = a;
    private FieldMatrix c = a;

    private static FieldMatrix matrix(int rows, int columns, int seed) {
      return FieldMatrix.rowMajor(Samples.elements(rows * columns, seed), rows, columns);
    }

    @Setup(Level.Trial)
    public void prepare() {
      MatrixShape s = MatrixShape.parse(shape);
      workers.close();
      workers = new Workers(threads);
      a = matrix(s.rows(), s.inner(), 1);
      b = matrix(s.inner(), s.columns(), 2);
      c = FieldMatrix.rowMajor(Limbs.zeros(s.rows() * s.columns()), s.rows(), s.columns());
      kernels.matmul(a, b, c, workers);
      requireFirstRow();
    }

    private void requireFirstRow() {
      FieldMatrix row = new FieldMatrix(a.limbs(), new int[]{0}, a.columnOffsets());
      FieldMatrix expected = FieldMatrix.rowMajor(Limbs.zeros(b.columns()), 1, b.columns());
      FieldMatrix actual = FieldMatrix.rowMajor(Limbs.zeros(b.columns()), 1, b.columns());
      new ScalarFieldKernels(Modulus.MOIETY).matmul(row, b, expected, workers);
      System.arraycopy(c.limbs().hi(), 0, actual.limbs().hi(), 0, b.columns());
      System.arraycopy(c.limbs().lo(), 0, actual.limbs().lo(), 0, b.columns());
      Samples.requireEqual(expected.limbs(), actual.limbs());
    }

    @TearDown(Level.Trial)
    public void close() {
      workers.close();
    }
  }

  /// Two matrices of floats.
  @State(Scope.Thread)
  public static class FloatOperands {
    private static final double TOLERANCE = 1e-3;

    @Param("101x203x37")
    public String shape = "";

    @Param("1")
    public int threads;

    private final FloatKernels kernels = KernelProvider.floats();
    private Workers workers = new Workers(1);
    private FloatMatrix a = matrix(1, 1, 1);
    private FloatMatrix b = a;
    private FloatMatrix c = a;

    private static FloatMatrix matrix(int rows, int columns, int seed) {
      return FloatMatrix.rowMajor(Samples.floats(rows * columns, seed), rows, columns);
    }

    @Setup(Level.Trial)
    public void prepare() {
      MatrixShape s = MatrixShape.parse(shape);
      workers.close();
      workers = new Workers(threads);
      a = matrix(s.rows(), s.inner(), 1);
      b = matrix(s.inner(), s.columns(), 2);
      c = FloatMatrix.rowMajor(new float[s.rows() * s.columns()], s.rows(), s.columns());
      kernels.matmul(a, b, c, workers);
      requireFirstRow();
    }

    private void requireFirstRow() {
      FloatMatrix row = new FloatMatrix(a.values(), new int[]{0}, a.columnOffsets());
      FloatMatrix expected = FloatMatrix.rowMajor(new float[b.columns()], 1, b.columns());
      new ScalarFloatKernels().matmul(row, b, expected, workers);
      for (int j = 0; j < b.columns(); j++) {
        if (!(Math.abs(expected.values()[j] - c.values()[j]) <= TOLERANCE)) {
          throw new IllegalStateException("the kernels disagree with the scalar ones");
        }
      }
    }

    @TearDown(Level.Trial)
    public void close() {
      workers.close();
    }
  }

  @Benchmark
  public FieldMatrix field(FieldOperands on) {
    on.kernels.matmul(on.a, on.b, on.c, on.workers);
    return on.c;
  }

  @Benchmark
  public FloatMatrix floats(FloatOperands on) {
    on.kernels.matmul(on.a, on.b, on.c, on.workers);
    return on.c;
  }
}
