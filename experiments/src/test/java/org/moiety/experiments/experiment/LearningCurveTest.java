package org.moiety.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.moiety.experiments.experiment.LearningCurve.Reached;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;

/// What is read off the steps of a training run.
final class LearningCurveTest {
  private static LearningCurve run(int steps, int batch, IntToDoubleFunction accuracy) {
    List<JsonNode> lines = new ArrayList<>();
    lines.add(JsonNodeFactory.instance.objectNode().put("event", "start"));
    for (int i = 1; i <= steps; i++) {
      lines.add(JsonNodeFactory.instance.objectNode().put("event", "iteration").put("examples", batch)
          .put("loss", (double) i).put("accuracy", accuracy.applyAsDouble(i)));
    }
    return new LearningCurve(new PieceResult(lines, 1));
  }

  @Test
  void lastLossIsThatOfTheLastTenth() {
    assertThat(run(100, 128, i -> 0).lastLoss()).isCloseTo(95.5, within(1e-12));
    assertThat(run(3, 128, i -> 0).lastLoss()).isEqualTo(3);
    assertThat(run(0, 128, i -> 0).lastLoss()).isNaN();
  }

  @Test
  void accuracyIsReachedInTheMeanOfAWindow() {
    // right from step 51 on: eight of the last ten steps are right after step 58
    assertThat(run(100, 128, i -> i > 50 ? 1 : 0).reached(0.8)).isEqualTo(new Reached(58, 58 * 128));
    // the same examples in smaller batches
    assertThat(run(800, 16, i -> i > 400 ? 1 : 0).reached(0.8)).isEqualTo(new Reached(464, 58 * 128));
    // at once, but not before a window is full
    assertThat(run(100, 128, i -> 1).reached(0.8)).isEqualTo(new Reached(10, 1280));
    // a batch larger than half a window: three batches of 512 are the first to fill it
    assertThat(run(10, 512, i -> 1).reached(0.8)).isEqualTo(new Reached(3, 1536));
  }

  @Test
  void aLuckyStepIsNotEnough() {
    assertThat(run(100, 128, i -> i % 2).reached(0.8)).isEqualTo(Reached.NEVER);
    assertThat(run(5, 128, i -> 1).reached(0.8)).isEqualTo(Reached.NEVER);
  }

  @Test
  void curveIsTheMeanOverExamples() {
    Curve curve = run(40, 64, i -> i <= 20 ? 0.25 : i % 2).accuracy("a", 1280, Style.LINE);
    assertThat(curve.x()).containsExactly(1280, 2560);
    assertThat(curve.y()).containsExactly(25, 50);
  }
}
