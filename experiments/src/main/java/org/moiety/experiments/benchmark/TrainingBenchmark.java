package org.moiety.experiments.benchmark;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Names;
import org.moiety.layers.model.ModelSpec;
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

/// `moiety bench training`: whole iterations on batches of 128, forward, backward and update. In private ones all three roles run.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrainingBenchmark {
  static final int BATCH = 128;

  @Param("shallow")
  public String model = "";

  @Param("native")
  public String tensor = "";

  @Param("1")
  public int threads;

  private @Nullable TrainingSteps steps;

  @Setup(Level.Trial)
  public void start() {
    steps = new TrainingSteps(ModelSpec.preset(model), Names.parse(Encoding.class, tensor), BATCH, threads);
  }

  @Benchmark
  public void step() throws InterruptedException {
    Objects.requireNonNull(steps).next();
  }

  @TearDown(Level.Trial)
  public void stop() throws InterruptedException {
    Objects.requireNonNull(steps).stop();
  }
}
