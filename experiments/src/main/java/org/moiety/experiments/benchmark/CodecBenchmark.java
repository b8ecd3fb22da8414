package org.moiety.experiments.benchmark;

import java.util.concurrent.TimeUnit;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Precision;
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

/// `moiety bench element.encode element.decode`: doubles to new field elements and back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  @Param("4096")
  public int length;

  @Param("1")
  public int threads;

  private final Precision precision = Precision.DEFAULT;
  private Workers workers = new Workers(1);
  private Field field = Field.moiety(workers);
  private double[] values = {};
  private FieldArray elements = field.zeros(0);

  @Setup(Level.Trial)
  public void prepare() {
    workers.close();
    workers = new Workers(threads);
    field = Field.moiety(workers);
    values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i % 2001 - 1000) / 256.0;
    }
    elements = encode();
    double[] decoded = decode();
    for (int i = 0; i < length; i++) {
      if (decoded[i] != values[i]) {
        throw new IllegalStateException("decoded " + decoded[i] + ", expected " + values[i]);
      }
    }
  }

  @Benchmark
  public FieldArray encode() {
    return Codec.encode(field, "values", values, precision.scale(), precision.integerBits());
  }

  @Benchmark
  public double[] decode() {
    return Codec.decode(field, elements, precision.scale());
  }

  @TearDown(Level.Trial)
  public void close() {
    workers.close();
  }
}
