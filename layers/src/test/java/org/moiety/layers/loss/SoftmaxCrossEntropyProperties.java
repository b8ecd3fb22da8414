package org.moiety.layers.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.moiety.engine.online.Receiver;
import org.moiety.layers.layer.Bench;
import org.moiety.layers.loss.SoftmaxCrossEntropy.Evaluation;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

final class SoftmaxCrossEntropyProperties {
  private static final Backend BACKEND = Bench.floats();

  private static Evaluation evaluate(int classes, int label, double... logits) {
    Shape shape = Shape.of(logits.length / classes, classes);
    Evaluation evaluation = SoftmaxCrossEntropy.evaluate(BACKEND, BACKEND.input(0, "z", shape, () -> logits),
        example -> label);
    assertThat(evaluation).isNotNull();
    return evaluation;
  }

  private static double loss(int label, double... logits) {
    return Math.log(Arrays.stream(logits).map(Math::exp).sum()) - logits[label];
  }

  @Property(tries = 200)
  void lossIsTheLogarithmOfTheLabelsProbability(
      @ForAll @Size(4) List<@DoubleRange(min = -5, max = 5) Double> logits, @ForAll @IntRange(max = 3) int label) {
    double[] narrow = logits.stream().mapToDouble(z -> z.floatValue()).toArray();
    Evaluation evaluation = evaluate(4, label, narrow);
    assertThat(evaluation.loss()).isCloseTo(loss(label, narrow), within(1e-12));
    assertThat(Arrays.stream(evaluation.probabilities()).sum()).isCloseTo(1, within(1e-14));
    int best = evaluation.predictions()[0];
    assertThat(narrow[best]).isEqualTo(Arrays.stream(narrow).max().orElseThrow());
    assertThat(evaluation.correct()).isEqualTo(best == label ? 1 : 0);
  }

  @Property(tries = 100)
  void gradientIsThatOfTheLoss(@ForAll @Size(5) List<@DoubleRange(min = -3, max = 3) Double> logits,
      @ForAll @IntRange(max = 4) int label) {
    double[] z = logits.stream().mapToDouble(v -> v.floatValue()).toArray();
    Evaluation evaluation = evaluate(5, label, z);
    Tensor d = SoftmaxCrossEntropy.gradient(BACKEND, Shape.of(1, 5), evaluation, example -> label);
    double[] gradient = BACKEND.reveal(d, Receiver.BOTH);
    double h = 1e-5;
    for (int i = 0; i < 5; i++) {
      double[] above = z.clone();
      double[] below = z.clone();
      above[i] += h;
      below[i] -= h;
      assertThat(gradient[i]).isCloseTo((loss(label, above) - loss(label, below)) / (2 * h), within(1e-6));
    }
  }

  @Example
  void lossesOfABatchAddUp() {
    Evaluation both = evaluate(3, 1, 1, 2, 3, -1, 0.5, 0);
    assertThat(both.loss()).isCloseTo(loss(1, 1, 2, 3) + loss(1, -1, 0.5, 0), within(1e-12));
    assertThat(both.predictions()).containsExactly(2, 1);
    assertThat(both.correct()).isEqualTo(1);
  }

  @Example
  void hugeLogitsDoNotOverflow() {
    Evaluation evaluation = evaluate(3, 0, 4000, -4000, 3999);
    assertThat(evaluation.loss()).isCloseTo(Math.log(1 + Math.exp(-1)), within(1e-12));
    assertThat(evaluation.probabilities()).doesNotContain(Double.NaN);
  }
}
