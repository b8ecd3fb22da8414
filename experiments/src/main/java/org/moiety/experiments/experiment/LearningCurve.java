package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;

/// How a training run went, step by step.
final class LearningCurve {
  /// Examples that means are taken over: ten steps of the usual batch.
  static final int WINDOW = 1_280;
  private static final int TENTH = 10;

  private final List<JsonNode> steps;

  LearningCurve(PieceResult result) {
    steps = result.events("iteration");
  }

  private double field(int step, String name) {
    return steps.get(step).path(name).asDouble();
  }

  /// Mean training loss of the last tenth of the steps; NaN if there is none.
  double lastLoss() {
    int from = steps.size() - Math.ceilDiv(steps.size(), TENTH);
    return steps.subList(from, steps.size()).stream().mapToDouble(step -> step.path("loss").asDouble()).average()
        .orElse(Double.NaN);
  }

  /// A step, and how many examples were seen by then.
  record Reached(int step, long examples) {
    /// Not reached.
    static final Reached NEVER = new Reached(0, 0);
  }

  /// When the training accuracy first was so high, in the mean over the last [#WINDOW] examples.
  ///
  /// @param accuracy 0 to 1
  Reached reached(double accuracy) {
    long seen = 0;
    long inWindow = 0;
    double right = 0;
    int first = 0;
    for (int i = 0; i < steps.size(); i++) {
      seen += (long) field(i, "examples");
      inWindow += (long) field(i, "examples");
      right += field(i, "accuracy") * field(i, "examples");
      while (inWindow - field(first, "examples") >= WINDOW) {
        inWindow -= (long) field(first, "examples");
        right -= field(first, "accuracy") * field(first, "examples");
        first++;
      }
      if (inWindow >= WINDOW && right >= accuracy * inWindow) {
        return new Reached(i + 1, seen);
      }
    }
    return Reached.NEVER;
  }

  /// Training accuracy in %, the mean over every `examples` examples, against examples seen.
  Curve accuracy(String name, int examples, Style style) {
    List<double[]> points = new ArrayList<>();
    double seen = 0;
    double inWindow = 0;
    double right = 0;
    for (int i = 0; i < steps.size(); i++) {
      seen += field(i, "examples");
      inWindow += field(i, "examples");
      right += field(i, "accuracy") * field(i, "examples");
      if (inWindow >= examples) {
        points.add(new double[]{seen, 100 * right / inWindow});
        inWindow = 0;
        right = 0;
      }
    }
    return new Curve(name, points.stream().mapToDouble(point -> point[0]).toArray(),
        points.stream().mapToDouble(point -> point[1]).toArray(), style);
  }
}
