package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/// The pace of a training run.
final class Pace {
  private Pace() {}

  /// Median time between steps in the second half of a run, when the code is compiled.
  static double secondsPerStep(PieceResult result) {
    List<JsonNode> steps = result.events("iteration");
    double[] at = steps.stream().mapToDouble(step -> step.path("seconds").asDouble()).toArray();
    int from = at.length / 2;
    if (at.length < 2) {
      return Double.NaN;
    }
    double[] lengths = new double[at.length - Math.max(1, from)];
    for (int i = 0; i < lengths.length; i++) {
      int step = Math.max(1, from) + i;
      lengths[i] = at[step] - at[step - 1];
    }
    Arrays.sort(lengths);
    return lengths[lengths.length / 2];
  }
}
