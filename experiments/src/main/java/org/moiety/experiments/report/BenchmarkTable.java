package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.benchmark.BenchmarkCase;
import org.moiety.experiments.benchmark.BenchmarkResult;
import org.moiety.experiments.benchmark.Comparison;
import org.moiety.experiments.benchmark.Quantity;

/// A table of benchmarks that is printed as they end: columns are as wide as what is going to run needs.
public final class BenchmarkTable {
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final double READABLE_SHARE = 0.1;

  private final PrintStream out;
  private final String row;
  private final boolean allocations;

  public BenchmarkTable(List<BenchmarkCase> cases, PrintStream out) {
    this.out = out;
    allocations = cases.stream().anyMatch(each -> each.work() != null);
    row = "%-" + width(cases, "benchmark", BenchmarkCase::name) + "s  %-"
        + width(cases, "setting", BenchmarkTable::setting) + "s  %7s  %22s  %6s" + (allocations ? "  %11s" : "%s")
        + "  %s";
  }

  private static int width(List<BenchmarkCase> cases, String head, Function<BenchmarkCase, String> cell) {
    return Math.max(head.length(), cases.stream().map(cell).mapToInt(String::length).max().orElse(0));
  }

  public void printHead() {
    print("benchmark", "setting", "threads", "score", "error", allocations ? "allocated" : "", "ratio");
  }

  public void print(BenchmarkResult result) {
    BenchmarkCase of = result.of();
    print(of.name(), setting(of), Integer.toString(of.threads()), score(of.quantity(), result.score()),
        String.format(Locale.ROOT, "%.0f %%", 100 * result.error() / result.score()),
        Double.isNaN(result.allocatedBytes()) ? "" : scaled(result.allocatedBytes()) + "B",
        ratio(of.comparison(), result.ratio()));
  }

  private void print(String... cells) {
    out.println(String.format(Locale.ROOT, row, (Object[]) cells).stripTrailing());
    out.flush();
  }

  /// Numbers with their names, other settings without.
  static String setting(BenchmarkCase of) {
    return of.settings().entrySet().stream()
        .map((Map.Entry<String, String> each) -> NUMBER.matcher(each.getValue()).matches()
            ? String.format(Locale.ROOT, "%s %,d", each.getKey(), Long.valueOf(each.getValue()))
            : each.getValue())
        .collect(Collectors.joining(", "));
  }

  static String score(Quantity quantity, double score) {
    return switch (quantity) {
      case MULTIPLY_ADDS -> scaled(score) + " multiply-adds/s";
      case ELEMENTS -> scaled(score) + " elements/s";
      case BYTES -> scaled(score) + "B/s";
      case SECONDS -> String.format(Locale.ROOT, "%.2f ms an iteration", 1e3 * score);
    };
  }

  /// Three digits, and the prefix of a unit.
  static String scaled(double value) {
    int power = value < 1000 ? 0 : Math.min(4, (int) (Math.log10(value) / 3));
    double part = value / Math.pow(1000, power);
    return String.format(Locale.ROOT, part < 10 ? "%.2f %s" : part < 100 ? "%.1f %s" : "%.0f %s", part,
        power == 0 ? "" : "kMGT".substring(power - 1, power));
  }

  static String ratio(@Nullable Comparison comparison, double ratio) {
    if (comparison == null || Double.isNaN(ratio)) {
      return "";
    }
    return (ratio >= READABLE_SHARE
        ? String.format(Locale.ROOT, "%.2f", ratio)
        : String.format(Locale.ROOT, "1/%.0f", 1 / ratio)) + " of " + comparison.words();
  }
}
