package org.moiety.experiments.benchmark;

import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FieldKernels;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.ScalarFieldKernels;
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

/// `moiety bench element`: one pass over arrays, into an array that is there already.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ElementBenchmark {
  private static final long POWER_OF_TWO = 1L << 26;
  private static final long POWER_OF_TEN = 10_000_000;

  @Param("4096")
  public int length;

  @Param("1")
  public int threads;

  private final FieldKernels kernels = KernelProvider.field(Modulus.MOIETY);
  private Workers workers = new Workers(1);
  private Field field = Field.moiety(workers);
  private final Element small = field.element(12_345);
  private final Element full = field.element(BigInteger.TWO.pow(120).subtract(BigInteger.valueOf(12_345)));
  private Limbs a = Limbs.zeros(0);
  private Limbs b = a;
  private Limbs r = a;
  private FieldArray x = field.zeros(0);
  private FieldArray y = x;

  @Setup(Level.Trial)
  public void prepare() {
    workers.close();
    workers = new Workers(threads);
    field = Field.moiety(workers);
    a = Samples.elements(length, 1);
    b = Samples.elements(length, 2);
    r = Limbs.zeros(length);
    x = field.ofWords(a.hi(), a.lo());
    y = field.ofWords(r.hi(), r.lo());
    Limbs expected = Samples.head(a);
    new ScalarFieldKernels(Modulus.MOIETY).multiply(expected, Samples.head(b), expected, 0, expected.length());
    Samples.requireEqual(expected, Samples.head(multiply()));
  }

  @Benchmark
  public Limbs add() {
    field.inPieces(length, (from, to) -> kernels.add(a, b, r, from, to));
    return r;
  }

  @Benchmark
  public Limbs multiply() {
    field.inPieces(length, (from, to) -> kernels.multiply(a, b, r, from, to));
    return r;
  }

  @Benchmark
  public FieldArray scale() {
    field.inPieces(length, (from, to) -> field.times(x, full, y, from, to));
    return y;
  }

  @Benchmark
  public FieldArray scaleSmall() {
    field.inPieces(length, (from, to) -> field.times(x, small, y, from, to));
    return y;
  }

  @Benchmark
  public Limbs scalePlus() {
    field.inPieces(length, (from, to) -> kernels.scalePlus(a, full.hi(), full.lo(), b, r, from, to));
    return r;
  }

  @Benchmark
  public FieldArray divideByPowerOfTwo() {
    field.inPieces(length, (from, to) -> field.floorDivide(x, POWER_OF_TWO, y, from, to));
    return y;
  }

  @Benchmark
  public FieldArray divideByPowerOfTen() {
    field.inPieces(length, (from, to) -> field.floorDivide(x, POWER_OF_TEN, y, from, to));
    return y;
  }

  @Benchmark
  public Limbs toMontgomery() {
    field.inPieces(length, (from, to) -> kernels.toMontgomery(a, r, from, to));
    return r;
  }

  @Benchmark
  public Limbs fromMontgomery() {
    field.inPieces(length, (from, to) -> kernels.fromMontgomery(a, r, from, to));
    return r;
  }

  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }
}
