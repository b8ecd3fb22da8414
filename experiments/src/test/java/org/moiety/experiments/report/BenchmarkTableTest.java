package org.moiety.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.experiments.benchmark.BenchmarkCase;
import org.moiety.experiments.benchmark.BenchmarkResult;
import org.moiety.experiments.benchmark.Comparison;
import org.moiety.experiments.benchmark.Quantity;
import org.moiety.experiments.benchmark.StepWork;

final class BenchmarkTableTest {
  private static final BenchmarkCase PEAK = new BenchmarkCase("calibration.float-fma", "Some.floatFma", Map.of(), 1,
      Quantity.MULTIPLY_ADDS, 1, null, null);
  private static final BenchmarkCase PRODUCT = new BenchmarkCase("product.field", "Some.field",
      Map.of("shape", "128x6272x10"), 2, Quantity.MULTIPLY_ADDS, 1,
      new Comparison("calibration.float-fma", "float FMA", 1), null);
  private static final BenchmarkCase STEP = new BenchmarkCase("training.step", "Some.step", Map.of("batch", "1024"), 1,
      Quantity.SECONDS, 1, new Comparison("calibration.float-fma", "float FMA", 1), new StepWork(30, 12));

  @Test
  void columnsAreAligned() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BenchmarkTable table = new BenchmarkTable(List.of(PEAK, PRODUCT),
        new PrintStream(bytes, true, StandardCharsets.UTF_8));
    table.printHead();
    table.print(new BenchmarkResult(PEAK, 1.138e11, 2e9, 1.15e11, Double.NaN, Double.NaN));
    table.print(new BenchmarkResult(PRODUCT, 1.7e9, 1.7e8, 1.8e9, 1 / 63.4, Double.NaN));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
        benchmark              setting      threads                   score   error  ratio
        calibration.float-fma                     1   114 G multiply-adds/s     2 %
        product.field          128x6272x10        2  1.70 G multiply-adds/s    10 %  1/63 of float FMA
        """);
  }

  @Test
  void stepsHaveTimesAndAllocations() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BenchmarkTable table = new BenchmarkTable(List.of(STEP), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    table.print(new BenchmarkResult(STEP, 0.0123, 0.0001, 0.012, 0.25, 2.5e6));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("batch 1,024", "12.30 ms an iteration", "1 %",
        "2.50 MB", "0.25 of float FMA");
  }

  @ParameterizedTest
  @CsvSource({"0,0.00", "5.125,5.13", "999,999", "1000,1.00 k", "12345,12.3 k", "999600,1000 k", "1e6,1.00 M",
      "1.5e11,150 G", "3e12,3.00 T", "3e15,3000 T"})
  void numbersHaveThreeDigitsAndAPrefix(double value, String text) {
    assertThat(BenchmarkTable.scaled(value).strip()).isEqualTo(text);
  }

  @Test
  void jsonHasWhatTheTableHas() {
    assertThat(BenchmarkReport.result(new BenchmarkResult(PRODUCT, 1.7e9, 1.25e8, 1.8e9, 0.015625, Double.NaN))
        .toString()).isEqualTo("""
            {"event":"benchmark","benchmark":"product.field","params":{"shape":"128x6272x10"},"threads":2,\
            "score":1.7E9,"unit":"multiply-adds/s","error":1.25E8,"best":1.8E9,"ratio":0.015625,\
            "ratioTo":"calibration.float-fma"}""");
    assertThat(BenchmarkReport.result(new BenchmarkResult(STEP, 0.0123, 0.0001, 0.012, 0.25, 2.5e6)).toString())
        .endsWith("\"multiplyAdds\":30,\"values\":12,\"gc.alloc.rate.norm\":2500000.0}");
  }

  @Test
  void whatWasNotMeasuredIsNull() {
    assertThat(BenchmarkReport.result(new BenchmarkResult(PEAK, 1, 0, 1, Double.NaN, Double.NaN)).toString())
        .contains("\"ratio\":null,\"ratioTo\":null");
  }
}
