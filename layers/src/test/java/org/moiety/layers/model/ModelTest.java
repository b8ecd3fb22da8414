package org.moiety.layers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.random.Seed;
import org.moiety.layers.layer.Bench;
import org.moiety.layers.layer.Layer;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.layer.Pass;
import org.moiety.layers.model.LayerSpec.AveragePoolingSpec;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.DropoutSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.model.LayerSpec.SigmoidSpec;
import org.moiety.layers.optimizer.Sgd;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

final class ModelTest {
  private static final int BATCH = 2;

  private static Model build(ModelSpec spec, boolean mergePooling) {
    return Model.build(spec, Activation.RELU_APPROX, mergePooling);
  }

  private static ModelSpec spec(LayerSpec... layers) {
    return new ModelSpec("mine", Shape.of(1, 6, 8), List.of(layers));
  }

  @ParameterizedTest
  @CsvSource({"shallow,true,32x14x14 32x14x14 6272 10", "shallow,false,32x28x28 32x14x14 32x14x14 6272 10",
      "deep,true,32x14x14 32x14x14 32x7x7 32x7x7 1568 10", "mlp,true,784 128 128 128 128 10"})
  void shapesOfPresetsAreThoseOfThePaper(String preset, boolean mergePooling, String shapes) {
    Model model = build(ModelSpec.preset(preset), mergePooling);
    assertThat(model.layers().stream().map(layer -> layer.outputShape().toString())).containsExactly(shapes.split(" "));
    assertThat(model.inputShape()).isEqualTo(Shape.of(1, 28, 28));
    assertThat(model.classes()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"shallow,63050", "deep,25258", "mlp,118282"})
  void presetsHaveTheirNumberOfParameters(String preset, int expected) {
    assertThat(build(ModelSpec.preset(preset), true).parameters().stream().mapToInt(p -> p.shape().length()).sum())
        .isEqualTo(expected);
  }

  @Test
  void layersAreNamedByTypeAndNumberWhetherPoolingIsMergedOrNot() {
    ModelSpec spec = ModelSpec.deep();
    List<String> parameters = List.of("conv2d.weight", "conv2d.bias", "conv2d_2.weight", "conv2d_2.bias",
        "dense.weight", "dense.bias");
    for (boolean merged : new boolean[]{true, false}) {
      assertThat(build(spec, merged).parameters()).extracting(Parameter::name).isEqualTo(parameters);
    }
    assertThat(build(spec, false).layers()).extracting(Layer::name).containsExactly("conv2d", "average_pooling2d",
        "relu", "conv2d_2", "average_pooling2d_2", "relu_2", "flatten", "dense");
    assertThat(build(spec(new Conv2dSpec(1, 1, 1, 1, true, true), new AveragePoolingSpec(2), new AveragePoolingSpec(2),
        new DenseSpec(2, true)), true).layers()).extracting(Layer::name)
        .containsExactly("conv2d", "average_pooling2d_2", "dense");
  }

  static Stream<Arguments> wrong() {
    Conv2dSpec conv = new Conv2dSpec(2, 3, 3, 1, true, true);
    return Stream.of(
        Arguments.of("layer 1 (conv2d)", spec(new Conv2dSpec(2, 7, 3, 1, false, true), new DenseSpec(2, true))),
        Arguments.of("layer 1 (conv2d)", spec(new Conv2dSpec(0, 3, 3, 1, true, true), new DenseSpec(2, true))),
        Arguments.of("layer 1 (conv2d)", spec(new Conv2dSpec(2, 0, 3, 1, true, true), new DenseSpec(2, true))),
        Arguments.of("layer 1 (conv2d)", spec(new Conv2dSpec(2, 3, 3, 0, true, true), new DenseSpec(2, true))),
        Arguments.of("layer 1 (conv2d)", spec(new Conv2dSpec(2, 3, 3, -1, false, true), new DenseSpec(2, true))),
        Arguments.of("layer 2 (average_pooling2d)",
            spec(new ReluSpec(3, 1), new AveragePoolingSpec(7), new DenseSpec(2, true))),
        Arguments.of("layer 2 (average_pooling2d)",
            spec(new ReluSpec(3, 1), new AveragePoolingSpec(0), new DenseSpec(2, true))),
        Arguments.of("layer 1 (conv2d)", spec(conv, new AveragePoolingSpec(7), new DenseSpec(2, true))),
        Arguments.of("layer 2 (conv2d)", spec(new DenseSpec(4, true), conv)),
        Arguments.of("layer 3 (average_pooling2d)", spec(conv, new FlattenSpec(), new AveragePoolingSpec(2))),
        Arguments.of("layer 2 (dense_2)", spec(new DenseSpec(4, true), new DenseSpec(0, true))),
        Arguments.of("layer 1 (dropout)", spec(new DropoutSpec(BigDecimal.ONE), new DenseSpec(2, true))),
        Arguments.of("layer 1 (dropout)", spec(new DropoutSpec(new BigDecimal("-0.1")), new DenseSpec(2, true))),
        Arguments.of("layer 1 (relu)", spec(new ReluSpec(16, 1), new DenseSpec(2, true))),
        Arguments.of("layer 2 (relu_2)", spec(new ReluSpec(3, 1), new ReluSpec(3, -1), new DenseSpec(2, true))),
        Arguments.of("layer 1 (sigmoid)", spec(new SigmoidSpec(0, 1), new DenseSpec(2, true))));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void layerThatDoesNotFitIsNamed(String where, ModelSpec spec) {
    assertThatExceptionOfType(ModelException.class).isThrownBy(() -> build(spec, true))
        .withMessageContaining(where + " of model 'mine': ").withMessageNotContaining("\n");
  }

  @Test
  void modelMustEndWithLogits() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> build(spec(new Conv2dSpec(2, 3, 3, 1, true, true)), true))
        .withMessageContaining("'mine'").withMessageContaining("2x6x8").withMessageContaining("dense");
  }

  @Test
  void unknownPresetIsRejectedWithTheNames() {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ModelSpec.preset("Deep"))
        .withMessageContaining("'Deep'").withMessageContaining("shallow, deep, mlp");
  }

  @Test
  void givenParametersMustBeAllThereWithTheirShape() {
    Model model = build(spec(new DenseSpec(2, true)), true);
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> model.given(Bench.floats(), Map.of("dense.weight", new double[96])))
        .withMessageContaining("dense.bias").withMessageContaining("missing");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(
            () -> model.given(Bench.floats(), Map.of("dense.weight", new double[95], "dense.bias", new double[2])))
        .withMessageContaining("dense.weight").withMessageContaining("48x2").withMessageContaining("95");
  }

  @Test
  void initialWeightsAreUniformUpToGlorotsBoundAndBiasesZero() {
    Backend backend = Bench.floats();
    Model model = build(ModelSpec.mlp(), true);
    Parameters parameters = model.initial(backend, Seed.of(3));
    for (Parameter p : model.parameters()) {
      double[] values = backend.reveal(parameters.get(p), Receiver.BOTH);
      double bound = p.name().endsWith("bias") ? 0 : Math.sqrt(6.0 / (p.shape().size(0) + p.shape().size(1)));
      double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
      assertThat(largest).as(p.name()).isBetween(bound * 0.99, bound * 1.000001);
      assertThat(Math.abs(Arrays.stream(values).sum())).isLessThanOrEqualTo(5 * bound * Math.sqrt(values.length / 3.0));
    }
    Parameter first = model.parameters().getFirst();
    double[] values = backend.reveal(parameters.get(first), Receiver.BOTH);
    assertThat(backend.reveal(model.initial(backend, Seed.of(3)).get(first), Receiver.BOTH)).isEqualTo(values);
    assertThat(backend.reveal(model.initial(backend, Seed.of(4)).get(first), Receiver.BOTH)).isNotEqualTo(values);
  }

  private record Step(List<Integer> truncations, int matrixProducts) {}

  /// One training iteration in a public encoding that counts.
  private static Step step(ModelSpec spec, MaskPolicy program) {
    Bench.Counting counting = Bench.Counting.of(program);
    Backend backend = counting.backend();
    Model model = build(spec, program != MaskPolicy.FRESH);
    Parameters parameters = model.initial(backend, Seed.of(1));
    Tensor x = backend.input(Backend.DATA_OWNER, "x", model.inputShape().batch(BATCH),
        () -> new double[BATCH * model.inputShape().length()]);
    Model.Forward forward = model.forward(new Pass(backend, parameters, true, 1), x);
    Tensor gradient = backend.input(Backend.DATA_OWNER, "d", forward.logits().shape(),
        () -> new double[forward.logits().shape().length()]);
    Sgd.of(new BigDecimal("0.01")).step(parameters, forward.backward(gradient), BATCH);
    return new Step(List.copyOf(counting.truncations()), counting.matrixProducts().get());
  }

  /// One truncation a layer and direction, one a parameter; none of the logits, nor of the first layer's input gradient, which nobody computes.
  @Test
  void eachLayerTruncatesOnceEachWay() {
    int maps = BATCH * 6272;
    assertThat(step(ModelSpec.shallow(), MaskPolicy.FUSED)).isEqualTo(
        new Step(List.of(maps, maps, maps, maps, 288, 32, 62_720, 10), 2 + 3));
    int small = BATCH * 1568;
    assertThat(step(ModelSpec.deep(), MaskPolicy.FUSED)).isEqualTo(new Step(
        List.of(maps, maps, small, small, small, small, maps, maps, 288, 32, 9216, 32, 15_680, 10), 3 + 5));
    int units = BATCH * 128;
    assertThat(step(ModelSpec.mlp(), MaskPolicy.FUSED)).isEqualTo(
        new Step(List.of(units, units, units, units, units, units, units, units, 784 * 128, 128, 128 * 128, 128, 1280,
            10), 3 + 5));
  }

  /// As SV18 counts: each power of the cubic is truncated, and again on the way back where masks are not kept.
  @Test
  void programsOfThePaperTruncateEveryPower() {
    int maps = BATCH * 6272;
    assertThat(step(ModelSpec.shallow(), MaskPolicy.REUSE).truncations())
        .containsExactly(maps, maps, maps, maps, maps, maps, 288, 32, 62_720, 10);
    assertThat(step(ModelSpec.shallow(), MaskPolicy.FRESH).truncations())
        .containsExactly(maps, maps, maps, maps, maps, maps, maps, 288, 32, 62_720, 10);
  }

  /// Below the first trained layer there is no gradient, whatever stands there.
  @Test
  void layersBelowTheFirstTrainedOneAreNotDifferentiated() {
    Step step = step(spec(new AveragePoolingSpec(2), new ReluSpec(3, 1), new FlattenSpec(), new DenseSpec(2, true)),
        MaskPolicy.FUSED);
    assertThat(step.matrixProducts()).isEqualTo(2);
    assertThat(step.truncations()).containsExactly(BATCH * 12, BATCH * 12, 24, 2);
  }
}
