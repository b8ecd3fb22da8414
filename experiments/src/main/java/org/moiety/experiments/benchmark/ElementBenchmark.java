package org.moiety.experiments.benchmark;

import java.util.concurrent.TimeUnit;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FieldKernels;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.ScalarFieldKernels;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Seed;
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

/// `java --add-modules jdk.incubator.vector -cp experiments/target/moiety.jar org.openjdk.jmh.Main ElementBenchmark`: one pass over an array.
///
/// Nanoseconds a pass; divide by `length`. 4,096 elements stay in the second-level cache, 802,816 are the activations of a batch.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ElementBenchmark {
  @Param({"scalar", "simd"})
  public String kernels = "simd";

  @Param({"4096", "802816"})
  public int length = 4096;

  private FieldKernels run = Samples.kernels("scalar");
  private Field field = new Field(run, new Workers(1));
  private FieldArray array = field.zeros(0);
  private final Seed seed = Seed.of(1);
  private Limbs a = Limbs.zeros(0);
  private Limbs b = Limbs.zeros(0);
  private Limbs r = Limbs.zeros(0);

  @Setup(Level.Trial)
  public void prepare() {
    run = Samples.kernels(kernels);
    field = new Field(run, new Workers(1));
    array = field.zeros(length);
    a = Samples.elements(length, 1);
    b = Samples.elements(length, 2);
    r = Limbs.zeros(length);
    Limbs expected = Limbs.zeros(length);
    new ScalarFieldKernels(Modulus.MOIETY).multiply(a, b, expected, 0, length);
    run.multiply(a, b, r, 0, length);
    Samples.requireEqual(expected, r);
  }

  @Benchmark
  public Limbs add() {
    run.add(a, b, r, 0, length);
    return r;
  }

  @Benchmark
  public Limbs multiply() {
    run.multiply(a, b, r, 0, length);
    return r;
  }

  @Benchmark
  public Limbs divideByPowerOfTwo() {
    run.floorDivide(a, 1L << 26, r, 0, length);
    return r;
  }

  @Benchmark
  public Limbs divideByPowerOfTen() {
    run.floorDivide(a, 10_000_000, r, 0, length);
    return r;
  }

  @Benchmark
  public FieldArray generate() {
    seed.stream(new Address("benchmark", 1, 0), 0).next(field, array, 0, length);
    return array;
  }
}
