package org.moiety.experiments.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.moiety.layers.model.ModelSpec;

final class StepWorkTest {
  private static final int BATCH = 128;

  @Test
  void shallowHasTwoProductsOfTheConvolutionAndThreeOfTheDenseLayer() {
    StepWork work = StepWork.of(ModelSpec.shallow(), BATCH);
    assertThat(work.multiplyAdds()).isEqualTo(2L * 25_088 * 9 * 32 + 3L * BATCH * 6272 * 10);
    // Images; convolution with pooling, activation and its flat form; logits; weights and biases.
    assertThat(work.values()).isEqualTo(BATCH * (784L + 3 * 6272 + 10) + 9 * 32 + 32 + 6272 * 10 + 10);
  }

  @Test
  void laterConvolutionsHaveAThirdProduct() {
    StepWork work = StepWork.of(ModelSpec.deep(), BATCH);
    assertThat(work.multiplyAdds())
        .isEqualTo(2L * 25_088 * 9 * 32 + 3L * BATCH * 49 * 288 * 32 + 3L * BATCH * 1568 * 10);
  }
}
