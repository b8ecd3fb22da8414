package org.moiety.experiments.benchmark;

import java.util.concurrent.TimeUnit;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Seed;
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

/// `moiety bench generator`: uniform field elements, 16 bytes each; every thread has its own part of the stream.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GeneratorBenchmark {
  private static final int GRAIN = 4096;

  @Param("65536")
  public int length;

  @Param("1")
  public int threads;

  private final Seed seed = Seed.of(1);
  private final Address address = new Address("benchmark", 1, 0);
  private Workers workers = new Workers(1);
  private Field field = Field.moiety(workers);
  private FieldArray array = field.zeros(0);

  @Setup(Level.Trial)
  public void prepare() {
    workers.close();
    workers = new Workers(threads);
    field = Field.moiety(workers);
    array = field.zeros(length);
  }

  @Benchmark
  public FieldArray uniform() {
    workers.range(length, GRAIN, (from, to) -> seed.stream(address, from).next(field, array, from, to));
    return array;
  }

  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }
}
