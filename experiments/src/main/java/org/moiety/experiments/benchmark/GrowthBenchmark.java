package org.moiety.experiments.benchmark;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Names;
import org.moiety.layers.model.LayerSpec.AveragePoolingSpec;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Shape;
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

/// `moiety bench growth`: iterations of the network `shallow` for other batches, images and numbers of filters.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrowthBenchmark {
  @Param("native")
  public String tensor = "";

  @Param("128")
  public int batch;

  @Param("28")
  public int side;

  @Param("32")
  public int filters;

  @Param("1")
  public int threads;

  private @Nullable TrainingSteps steps;

  /// SV18's shallow network on images of `side x side` and with that many filters.
  static ModelSpec model(int side, int filters) {
    return new ModelSpec("growth", Shape.of(1, side, side), List.of(new Conv2dSpec(filters, 3, 3, 1, true, true),
        new AveragePoolingSpec(2), new ReluSpec(3, 1), new FlattenSpec(), new DenseSpec(10, true)));
  }

  @Setup(Level.Trial)
  public void start() {
    steps = new TrainingSteps(model(side, filters), Names.parse(Encoding.class, tensor), batch, threads);
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
