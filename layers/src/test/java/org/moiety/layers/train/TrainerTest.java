package org.moiety.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.data.Strokes;
import org.moiety.layers.layer.Bench;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Shape;

final class TrainerTest {
  private static final LabelledImages IMAGES = images(200);
  private static final LabelledImages TEST = test(100);

  private static LabelledImages images(int count) {
    try (Workers workers = new Workers(1)) {
      return Strokes.train(1, count, workers);
    }
  }

  private static LabelledImages test(int count) {
    try (Workers workers = new Workers(1)) {
      return Strokes.test(1, count, workers);
    }
  }

  private static Model model(Activation activation) {
    return Model.build(ModelSpec.mlp(), activation, true);
  }

  private static TrainingOptions options(int epochs, String rate) {
    return new TrainingOptions(epochs, 32, new BigDecimal(rate), 5);
  }

  private static TrainingResult train(Backend backend, Activation activation, int epochs, TrainingListener listener) {
    return new Trainer(model(activation), backend, 32, listener).train(IMAGES, TEST, options(epochs, "0.1"),
        Seed.of(1));
  }

  private static Map<String, double[]> values(TrainingResult result) {
    Map<String, double[]> values = new LinkedHashMap<>();
    result.weights().forEachKeyValue((name, revealed) -> values.put(name, revealed.values()));
    return values;
  }

  @Test
  void trainingLearns() {
    for (Activation activation : Activation.values()) {
      List<TrainingListener.Epoch> epochs = train(Bench.floats(), activation, 8, TrainingListener.NONE).epochs();
      assertThat(epochs.getLast().trainLoss()).isLessThan(epochs.getFirst().trainLoss() / 2);
      assertThat(epochs.getLast().trainAccuracy()).isGreaterThan(0.7);
      assertThat(epochs.getLast().testAccuracy()).isGreaterThan(0.5);
    }
  }

  @Test
  void listenerHearsOfEveryIterationEpochAndTest() {
    List<String> heard = new ArrayList<>();
    train(Bench.floats(), Activation.RELU, 2, new TrainingListener() {
      @Override
      public void iteration(Iteration report) {
        heard.add(report.epoch() + "." + report.iteration() + "/" + report.iterations() + " " + report.examples());
        assertThat(report.loss()).isPositive();
        assertThat(report.accuracy()).isBetween(0.0, 1.0);
      }

      @Override
      public void epoch(Epoch report) {
        heard.add("epoch " + report.epoch());
      }

      @Override
      public void testing(int done, int of) {
        heard.add("test " + done + "/" + of);
      }
    });
    assertThat(heard).hasSize(2 * (7 + 4 + 1)).startsWith("1.1/7 32", "1.2/7 32").contains("1.7/7 8", "2.7/7 8")
        .endsWith("test 32/100", "test 64/100", "test 96/100", "test 100/100", "epoch 2");
  }

  @Test
  void sameSeedGivesTheSameWeightsAndAnotherOthers() {
    Backend backend = Bench.floats();
    double[] first = values(train(backend, Activation.RELU, 1, TrainingListener.NONE)).get("dense.weight");
    assertThat(values(train(Bench.floats(), Activation.RELU, 1, TrainingListener.NONE)).get("dense.weight"))
        .isEqualTo(first);
    TrainingResult other = new Trainer(model(Activation.RELU), backend, 32, TrainingListener.NONE).train(IMAGES, null,
        new TrainingOptions(1, 32, new BigDecimal("0.1"), 6), Seed.of(1));
    assertThat(values(other).get("dense.weight")).isNotEqualTo(first);
    assertThat(other.epochs().getFirst().testAccuracy()).isNaN();
  }

  @Test
  void noEpochGivesTheInitialWeights() {
    TrainingResult result = train(Bench.floats(), Activation.RELU, 0, TrainingListener.NONE);
    assertThat(result.epochs()).isEmpty();
    assertThat(values(result).get("dense.bias")).containsOnly(0);
    assertThat(values(result)).containsOnlyKeys("dense.weight", "dense.bias", "dense_2.weight", "dense_2.bias",
        "dense_3.weight", "dense_3.bias");
  }

  @Test
  void trainedWeightsClassifyAsTheyDidAfterTraining() {
    TrainingResult result = train(Bench.floats(), Activation.RELU, 3, TrainingListener.NONE);
    Map<String, double[]> weights = values(result);
    Trainer.Test again = new Trainer(model(Activation.RELU), Bench.floats(), 17, TrainingListener.NONE).test(TEST,
        weights);
    assertThat(again.accuracy()).isEqualTo(result.epochs().getLast().testAccuracy());
    assertThat(again.predictions()).hasSize(100);
    int correct = 0;
    for (int i = 0; i < 100; i++) {
      correct += again.predictions()[i] == TEST.label(i) ? 1 : 0;
    }
    assertThat(again.accuracy()).isEqualTo(correct / 100.0);
    // the same weights in elements give the same classes, up to ties
    Trainer.Test encoded = new Trainer(model(Activation.RELU), Bench.encoded(Precision.DEFAULT), 50,
        TrainingListener.NONE).test(TEST, weights);
    assertThat(encoded.predictions()).isEqualTo(again.predictions());
    assertThat(encoded.loss()).isCloseTo(again.loss(), within(1e-4));
  }

  @Test
  void dataThatDoesNotFitTheModelIsRejected() {
    Model wide = Model.build(
        new ModelSpec("wide", Shape.of(1, 28, 29), List.of(new LayerSpec.DenseSpec(10, true))), Activation.RELU, true);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Trainer(wide, Bench.floats(), 8, TrainingListener.NONE).train(IMAGES, null,
            options(1, "0.1"), Seed.of(1)))
        .withMessageContaining("1x28x29").withMessageContaining("1x28x28");
    Model few = Model.build(
        new ModelSpec("few", Shape.of(1, 28, 28), List.of(new LayerSpec.DenseSpec(9, true))), Activation.RELU, true);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Trainer(few, Bench.floats(), 8, TrainingListener.NONE).test(TEST, Map.of()))
        .withMessageContaining("9 logits").withMessageContaining("10 classes");
  }
}
