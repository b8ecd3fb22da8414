package org.moiety.experiments.benchmark;

import java.util.concurrent.TimeUnit;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.map.Convolution;
import org.moiety.engine.map.ConvolutionGeometry;
import org.moiety.engine.map.Floats;
import org.moiety.engine.map.GatherMap;
import org.moiety.engine.map.Planes;
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

/// `moiety bench product.field-convolution product.float-convolution`: the first layer of `shallow`, forward, as it runs: 128 images of 28 x 28 are padded
/// and summed over windows of 2 x 2, which merges the pooling, then convolved with 32 filters of 3 x 3.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConvolutionBenchmark {
  private static final int BATCH = 128;
  private static final int SIDE = 28;
  private static final int FILTERS = 32;
  /// The product of matrices that it comes to.
  static final MatrixShape SHAPE = new MatrixShape(BATCH * SIDE / 2 * SIDE / 2, 9, FILTERS);

  @Param("1")
  public int threads;

  private final GatherMap windows = Planes.windowSum(BATCH, SIDE, SIDE, 1, 1, 1, 1, 2, 1, 1);
  private final Convolution convolution = new Convolution(
      new ConvolutionGeometry(BATCH, 1, SIDE + 1, SIDE + 1, FILTERS, 3, 3, 2));
  private Workers workers = new Workers(1);
  private Field field = Field.moiety(workers);
  private Floats floats = Floats.of(workers);
  private FieldArray images = field.zeros(0);
  private FieldArray filters = field.zeros(0);
  private float[] floatImages = {};
  private float[] floatFilters = {};

  @Setup(Level.Trial)
  public void prepare() {
    workers.close();
    workers = new Workers(threads);
    field = Field.moiety(workers);
    floats = Floats.of(workers);
    images = Samples.array(field, windows.inputLength(), 1);
    filters = Samples.array(field, convolution.rightLength(), 2);
    floatImages = Samples.floats(windows.inputLength(), 1);
    floatFilters = Samples.floats(convolution.rightLength(), 2);
  }

  /// In memory that the next one uses again, as in a training step.
  @Benchmark
  public int field() {
    field.openRegion();
    int length = convolution.apply(field, windows.apply(field, images), filters).length();
    field.closeRegion();
    return length;
  }

  @Benchmark
  public float[] floats() {
    return convolution.apply(floats, windows.apply(floats, floatImages), floatFilters);
  }

  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }
}
