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
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// `java --add-modules jdk.incubator.vector -cp experiments/target/moiety.jar org.openjdk.jmh.Main ProductBenchmark`: matrix products on one thread.
///
/// Milliseconds a product; the shape `m x k x n` has `m k n` multiply-adds.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ProductBenchmark {
  @Param({"scalar", "simd"})
  public String kernels = "simd";

  @Param({"128x6272x10", "6272x128x10", "128x10x6272", "25088x9x32", "9x25088x32", "6272x288x32", "288x6272x32",
      "128x784x128", "101x203x37"})
  public String shape = "101x203x37";

  private final Workers workers = new Workers(1);
  private FieldKernels run = Samples.kernels("scalar");
  private FloatKernels runFloats = new ScalarFloatKernels();
  private FieldMatrix a = matrix(1, 1, 1);
  private FieldMatrix b = a;
  private FieldMatrix c = a;
  private FloatMatrix x = FloatMatrix.rowMajor(new float[1], 1, 1);
  private FloatMatrix y = x;
  private FloatMatrix z = x;

  private static FieldMatrix matrix(int rows, int columns, long seed) {
    return FieldMatrix.rowMajor(Samples.elements(rows * columns, seed), rows, columns);
  }

  @Setup(Level.Trial)
  public void prepare() {
    String[] sizes = shape.split("x", -1);
    int m = Integer.parseInt(sizes[0]);
    int k = Integer.parseInt(sizes[1]);
    int n = Integer.parseInt(sizes[2]);
    run = Samples.kernels(kernels);
    runFloats = kernels.equals("scalar") ? new ScalarFloatKernels() : KernelProvider.floats();
    a = matrix(m, k, 1);
    b = matrix(k, n, 2);
    c = FieldMatrix.rowMajor(Limbs.zeros(m * n), m, n);
    x = FloatMatrix.rowMajor(Samples.floats(m * k, 1), m, k);
    y = FloatMatrix.rowMajor(Samples.floats(k * n, 2), k, n);
    z = FloatMatrix.rowMajor(new float[m * n], m, n);
    FieldMatrix expected = FieldMatrix.rowMajor(Limbs.zeros(m * n), m, n);
    new ScalarFieldKernels(Modulus.MOIETY).matmul(a, b, expected, workers);
    run.matmul(a, b, c, workers);
    Samples.requireEqual(expected.limbs(), c.limbs());
  }

  @Benchmark
  public FieldMatrix field() {
    run.matmul(a, b, c, workers);
    return c;
  }

  @Benchmark
  public FloatMatrix floats() {
    runFloats.matmul(x, y, z, workers);
    return z;
  }
}
