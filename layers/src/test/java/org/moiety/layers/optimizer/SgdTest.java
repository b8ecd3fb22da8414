package org.moiety.layers.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Receiver;
import org.moiety.layers.layer.Bench;
import org.moiety.layers.layer.Gradients;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Shape;

final class SgdTest {
  private static final Shape THREE = Shape.of(3);

  private static double[] step(Backend backend, double[] weights, double[] gradient) {
    Parameter used = new Parameter("w", THREE, 1);
    Parameter unused = new Parameter("v", THREE, 1);
    Parameters parameters = new Parameters();
    parameters.put(used, backend.input(1, "w", THREE, () -> weights));
    parameters.put(unused, backend.input(1, "v", THREE, () -> weights));
    Gradients gradients = new Gradients();
    gradients.add(used, backend.input(0, "d", THREE, () -> gradient));
    Sgd.of(new BigDecimal("0.01")).step(parameters, gradients, 128);
    assertThat(backend.reveal(parameters.get(unused), Receiver.BOTH)).isEqualTo(weights);
    return backend.reveal(parameters.get(used), Receiver.BOTH);
  }

  @Test
  void weightsMoveAgainstTheMeanGradientByTheLearningRate() {
    double[] w = {1, -0.5, 0};
    double[] d = {128, -3, 0.25};
    float rate = 0.01f / 128;
    double[] floats = step(Bench.floats(), w, d);
    for (int i = 0; i < 3; i++) {
      assertThat(floats[i]).isEqualTo((float) w[i] - (float) d[i] * rate, within(1e-7));
    }
  }

  /// `floor((w 12800 - d) / 12800)` in units of the precision: learning rate and batch size cost no truncation of their own.
  @Test
  void encodedStepIsOneExactFloor() {
    Bench.Counting counting = Bench.Counting.of(MaskPolicy.FUSED);
    double unit = Math.scalb(1.0, -24);
    double[] w = {100 * unit, 100 * unit, -100 * unit};
    double[] d = {12_800 * unit, 1 * unit, 12_799 * unit};
    assertThat(step(counting.backend(), w, d)).containsExactly(99 * unit, 99 * unit, -101 * unit);
    assertThat(counting.truncations()).isEqualTo(List.of(3));
    assertThat(step(Bench.encoded(Precision.DEFAULT), w, d)).containsExactly(99 * unit, 99 * unit, -101 * unit);
  }

  @Test
  void learningRateMustBePositive() {
    for (String rate : List.of("0", "-0.1")) {
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Sgd.of(new BigDecimal(rate)))
          .withMessageContaining("learning rate");
    }
  }
}
