package org.moiety.experiments.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/// Keeps what JMH says, for the case that a benchmark fails.
final class Transcript implements OutputFormat {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// The first line that names an exception or error.
  String firstError() {
    return text().lines().filter(line -> line.matches(".*(Exception|Error)\\b.*")).findFirst().orElse("no reason given")
        .strip();
  }

  @Override
  public void print(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void println(String line) {
    print(line + System.lineSeparator());
  }

  @Override
  public void verbosePrintln(String line) {
    println(line);
  }

  @Override
  public void write(int one) {
    bytes.write(one);
  }

  @Override
  public void write(byte[] some) {
    bytes.writeBytes(some);
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams parameters, int iteration) {}

  @Override
  public void iterationResult(BenchmarkParams benchmark, IterationParams parameters, int iteration,
      IterationResult data) {}

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
