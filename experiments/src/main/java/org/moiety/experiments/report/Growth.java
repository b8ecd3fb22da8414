package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.moiety.experiments.benchmark.BenchmarkResult;
import org.moiety.experiments.benchmark.StepWork;
import org.moiety.experiments.benchmark.Suite;

/// How the time of a training step grows with its work, the number of multiply-adds plus the number of values.
///
/// @param curves one for each encoding and each size that grows
public record Growth(List<Curve> curves) {
  /// One measured setting.
  record Point(double work, double seconds) {
    private static Stream<Point> of(BenchmarkResult result) {
      StepWork work = result.of().work();
      return work == null
          ? Stream.of()
          : Stream.of(new Point((double) work.multiplyAdds() + work.values(), result.best()));
    }
  }

  /// Settings that differ in one size.
  ///
  /// @param tensor encoding
  /// @param size what grows: `batch`, `side` or `filters`
  /// @param points by growing work; at least one
  record Curve(String tensor, String size, List<Point> points) {
    /// How much more the last setting has to do than the first.
    double workFactor() {
      return points.getLast().work / points.getFirst().work;
    }

    /// How much longer the last setting takes than the first.
    double timeFactor() {
      return points.getLast().seconds / points.getFirst().seconds;
    }
  }

  /// The growth that results show; those of other groups do not count.
  public static Growth of(List<BenchmarkResult> results) {
    List<BenchmarkResult> steps = results.stream().filter(each -> each.of().group().equals(Suite.GROWTH)).toList();
    return new Growth(steps.stream().map(Growth::name).distinct().map(name -> curve(name, steps)).toList());
  }

  private record Name(String tensor, String size) {}

  private static Name name(BenchmarkResult result) {
    return new Name(Objects.requireNonNull(result.of().settings().get("tensor")),
        result.of().name().substring(Suite.GROWTH.length() + 1));
  }

  private static Curve curve(Name name, List<BenchmarkResult> steps) {
    return new Curve(name.tensor, name.size, steps.stream().filter(each -> name(each).equals(name)).flatMap(Point::of)
        .sorted(Comparator.comparingDouble(Point::work)).toList());
  }

  /// All settings of an encoding, by growing work.
  List<Point> pointsOf(String tensor) {
    return curves.stream().filter(curve -> curve.tensor.equals(tensor)).flatMap(curve -> curve.points.stream())
        .sorted(Comparator.comparingDouble(Point::work)).toList();
  }

  /// A line for each curve.
  public void print(PrintStream out) {
    if (!curves.isEmpty()) {
      out.println();
    }
    for (Curve curve : curves) {
      out.printf(Locale.ROOT, "%s, growing %s: %.1f times the work (multiply-adds plus values), %.1f times the time%n",
          curve.tensor, curve.size, curve.workFactor(), curve.timeFactor());
    }
    out.flush();
  }
}
