package org.moiety.layers.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.random.PublicRandom;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Shape;

/// Each layer against its formula, its gradients against finite differences, and the encodings against each other.
final class LayerTest {
  private static final int BATCH = 2;
  private static final Shape IMAGE = Shape.of(2, 6, 5);

  /// Computes linear functions of values and of parameters: exact in every encoding on values with few digits.
  static Stream<Layer> linearLayers() {
    return Stream.of(new Dense("dense", IMAGE, 3, true), new Dense("dense without bias", Shape.of(4), 2, false),
        conv("valid", 3, 3, 2, 1, false, true, 1), conv("same", 2, 3, 3, 1, true, true, 1),
        conv("stride", 2, 3, 2, 2, false, false, 1), conv("same stride", 2, 2, 3, 2, true, true, 1),
        conv("even kernel", 1, 2, 2, 1, true, true, 1), conv("kernel below stride", 2, 1, 1, 3, true, true, 1),
        conv("pooled", 2, 3, 3, 1, true, true, 2), conv("pooled valid", 2, 2, 2, 1, false, true, 2),
        conv("pooled stride", 1, 2, 2, 2, true, false, 2), new AveragePooling("pool", IMAGE, 2),
        new AveragePooling("pool 1", IMAGE, 1), new AveragePooling("pool 4", IMAGE, 4), new Flatten("flatten", IMAGE),
        new Dropout("dropout", IMAGE, Rational.of(1, 2)));
  }

  private static Conv2d conv(String name, int filters, int kernelHeight, int kernelWidth, int stride, boolean same,
      boolean bias, int pool) {
    return new Conv2d(name, IMAGE,
        new Conv2d.Options(filters, kernelHeight, kernelWidth, stride, same, bias, pool));
  }

  static Stream<Layer> curvedLayers() {
    Shape shape = Shape.of(7);
    return Stream.of(new PolynomialActivation("relu", shape, Polynomial.relu(3, 1)),
        new PolynomialActivation("wide relu", shape, Polynomial.relu(5, 4)),
        new PolynomialActivation("relu 1", shape, Polynomial.relu(1, 1)),
        new PolynomialActivation("square", shape, Polynomial.square()),
        new PolynomialActivation("cubic", shape,
            new Polynomial(List.of(Rational.of(1, 4), Rational.ZERO, Rational.of(-3, 2), Rational.of(5, 8)))),
        new PolynomialActivation("sigmoid", shape, Polynomial.sigmoid(9, 1)),
        new PolynomialActivation("wide sigmoid", shape, Polynomial.sigmoid(9, 5)),
        new PolynomialActivation("centred sigmoid", shape, Polynomial.centredSigmoid(9, 4)),
        new PolynomialActivation("odd with a gap", shape, new Polynomial(
            List.of(Rational.of(1, 2), Rational.ONE, Rational.ZERO, Rational.ZERO, Rational.ZERO, Rational.of(1, 4)))));
  }

  static Stream<Layer> layers() {
    return Stream.concat(linearLayers(), curvedLayers());
  }

  /// Multiples of 1/64 of at most 1: products and sums of them are exact in floats and in 24 bits.
  private static double[] values(PublicRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> (random.nextInt(129) - 64) / 64.0);
    return values;
  }

  private record Data(double[] x, Map<String, double[]> parameters, double[] gradient) {
    static Data of(Layer layer, long seed) {
      PublicRandom random = new PublicRandom(seed);
      Map<String, double[]> parameters = new LinkedHashMap<>();
      for (Parameter p : layer.parameters()) {
        parameters.put(p.name(), values(random, p.shape().length()));
      }
      return new Data(values(random, BATCH * layer.inputShape().length()), parameters,
          values(random, BATCH * layer.outputShape().length()));
    }
  }

  private static Bench.Result run(Backend backend, Layer layer, Data data) {
    return Bench.run(backend, layer, BATCH, data.x, data.parameters, data.gradient, true);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void outputHasTheShapeThatTheLayerSays(Layer layer) {
    assertThat(run(Bench.floats(), layer, Data.of(layer, 1)).shape()).isEqualTo(layer.outputShape().batch(BATCH));
  }

  /// `<d, layer(x + h) - layer(x - h)> / 2h`; exact for linear and quadratic functions but for rounding.
  @ParameterizedTest
  @MethodSource("layers")
  void gradientsAreThoseOfFiniteDifferences(Layer layer) {
    Data data = Data.of(layer, 2);
    Bench.Result result = run(Bench.floats(), layer, data);
    assertDifferences(layer, data, data.x, result.inputGradient());
    result.gradients().forEach((name, gradient) -> assertDifferences(layer, data, data.parameters.get(name), gradient));
  }

  private static void assertDifferences(Layer layer, Data data, double[] variable, double[] gradient) {
    double h = 1.0 / 64;
    assertThat(gradient).hasSameSizeAs(variable);
    for (int i = 0; i < variable.length; i++) {
      double middle = variable[i];
      variable[i] = middle + h;
      double above = inner(Bench.forward(Bench.floats(), layer, BATCH, data.x, data.parameters, true), data.gradient);
      variable[i] = middle - h;
      double below = inner(Bench.forward(Bench.floats(), layer, BATCH, data.x, data.parameters, true), data.gradient);
      variable[i] = middle;
      assertThat(gradient[i]).as(layer.name()).isCloseTo((above - below) / (2 * h), within(5e-4));
    }
  }

  private static double inner(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("linearLayers")
  void linearLayersAreTheSameNumbersInFloatsAndElements(Layer layer) {
    Data data = Data.of(layer, 3);
    Bench.Result floats = run(Bench.floats(), layer, data);
    Bench.Result encoded = run(Bench.encoded(Precision.DEFAULT), layer, data);
    assertThat(encoded.output()).isEqualTo(floats.output());
    assertThat(encoded.inputGradient()).isEqualTo(floats.inputGradient());
    floats.gradients().forEach((name, gradient) -> assertThat(encoded.gradients().get(name)).isEqualTo(gradient));
  }

  /// The truncated gradient is rounded down; a power's error of a unit grows by the factor before it and by at most |x| <= 1 a further power.
  @ParameterizedTest
  @MethodSource("curvedLayers")
  void curvedLayersAgreeUpToTheirTruncations(Layer layer) {
    Data data = Data.of(layer, 4);
    Polynomial polynomial = ((PolynomialActivation) layer).polynomial();
    Bench.Result floats = run(Bench.floats(), layer, data);
    for (Precision precision : List.of(new Precision(2, 16, 12), Precision.DEFAULT, new Precision(2, 28, 12),
        new Precision(10, 7, 12))) {
      double unit = 1 / precision.scale().units().doubleValue();
      double errorOfOutput = 0;
      double errorOfSlope = 1;
      for (int k = 0; k <= polynomial.degree(); k++) {
        double c = Math.abs(polynomial.coefficient(k).value());
        errorOfOutput += c * 2 * k;
        errorOfSlope += c * k * 2 * k;
      }
      double rounding = Math.scalb(1.0, -20); // of the floats
      Bench.Result encoded = run(Bench.encoded(precision), layer, data);
      assertClose(encoded.output(), floats.output(), errorOfOutput * unit + rounding);
      assertClose(encoded.inputGradient(), floats.inputGradient(), errorOfSlope * unit + rounding);
    }
  }

  private static void assertClose(double[] actual, double[] expected, double bound) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(bound));
    }
  }

  @ParameterizedTest
  @MethodSource("curvedLayers")
  void activationsEvaluateTheirPolynomial(Layer layer) {
    Data data = Data.of(layer, 5);
    Polynomial polynomial = ((PolynomialActivation) layer).polynomial();
    assertClose(run(Bench.floats(), layer, data).output(), Arrays.stream(data.x).map(polynomial::evaluate).toArray(),
        2e-6);
  }

  /// Whichever program evaluates it: all powers, as the paper counts, or those with a coefficient.
  @ParameterizedTest
  @MethodSource("curvedLayers")
  void everyProgramEvaluatesTheSamePolynomial(Layer layer) {
    Data data = Data.of(layer, 6);
    Bench.Result expected = run(Bench.floats(), layer, data);
    for (MaskPolicy program : MaskPolicy.values()) {
      Bench.Result found = run(Bench.Counting.of(program).backend(), layer, data);
      assertClose(found.output(), expected.output(), 1e-5);
      assertClose(found.inputGradient(), expected.inputGradient(), 1e-5);
    }
  }

  @Test
  void denseLayerIsTheProductWithItsWeights() {
    Dense layer = new Dense("dense", IMAGE, 3, true);
    Data data = Data.of(layer, 7);
    assertThat(run(Bench.floats(), layer, data).output()).isEqualTo(
        Twin.dense(data.x, data.parameters.get("dense.weight"), data.parameters.get("dense.bias"), BATCH));
  }

  @ParameterizedTest
  @CsvSource({"6,5,3,2,1,false", "6,5,3,3,1,true", "7,7,3,2,2,false", "7,6,2,3,2,true", "5,5,2,2,1,true",
      "8,5,1,1,3,true", "9,4,5,4,3,true", "4,4,4,4,1,false", "3,3,5,5,1,true", "28,28,3,3,1,true"})
  void convolutionIsTheSumOverItsKernel(int height, int width, int kernelHeight, int kernelWidth, int stride,
      boolean same) {
    Conv2d.Options options = new Conv2d.Options(2, kernelHeight, kernelWidth, stride, same, true, 1);
    Conv2d layer = new Conv2d("conv", Shape.of(2, height, width), options);
    Data data = Data.of(layer, 8);
    assertThat(layer.outputShape()).isEqualTo(Shape.of(2, Twin.outputSize(height, kernelHeight, stride, same),
        Twin.outputSize(width, kernelWidth, stride, same)));
    assertThat(run(Bench.floats(), layer, data).output()).isEqualTo(Twin.convolution(data.x,
        data.parameters.get("conv.weight"), data.parameters.get("conv.bias"), BATCH, 2, height, width, options));
  }

  /// Sizes as in the manuals: `ceil(n / s)` for same, `floor((n - k) / s) + 1` for valid.
  @ParameterizedTest
  @CsvSource({"28,3,1,true,28", "28,3,1,false,26", "28,3,2,true,14", "28,3,2,false,13", "28,5,3,true,10",
      "28,5,3,false,8", "7,2,1,true,7", "7,2,2,true,4", "7,2,2,false,3", "5,5,1,false,1", "5,1,5,true,1",
      "1,3,1,true,1"})
  void outputSizesFollowTheTable(int size, int kernel, int stride, boolean same, int expected) {
    Conv2d layer = new Conv2d("conv", Shape.of(1, size, size),
        new Conv2d.Options(4, kernel, kernel, stride, same, true, 1));
    assertThat(layer.outputShape()).isEqualTo(Shape.of(4, expected, expected));
  }

  @ParameterizedTest
  @CsvSource({"6,5,3,1,true,2", "6,7,2,1,false,2", "9,8,3,2,true,2", "9,9,3,1,true,3", "7,7,2,1,false,4"})
  void convolutionWithPoolingIsPoolingAfterConvolution(int height, int width, int kernel, int stride, boolean same,
      int pool) {
    Conv2d.Options options = new Conv2d.Options(2, kernel, kernel, stride, same, true, 1);
    Conv2d merged = new Conv2d("conv", Shape.of(2, height, width), options.pooledBy(pool));
    Conv2d plain = new Conv2d("conv", Shape.of(2, height, width), options);
    AveragePooling pooling = new AveragePooling("pool", plain.outputShape(), pool);
    Data data = Data.of(merged, 9);
    assertThat(merged.outputShape()).isEqualTo(pooling.outputShape());
    double[] convolved = Twin.convolution(data.x, data.parameters.get("conv.weight"), data.parameters.get("conv.bias"),
        BATCH, 2, height, width, options);
    double[] expected = Twin.averagePooling(convolved, BATCH * 2, plain.outputShape().size(1),
        plain.outputShape().size(2), pool);
    Bench.Result together = run(Bench.floats(), merged, data);
    assertClose(together.output(), expected, 1e-5);
    // backward: the pooling's gradient, given to the convolution
    double[] spread = Bench.run(Bench.floats(), pooling, BATCH, convolved, Map.of(), data.gradient, true)
        .inputGradient();
    Bench.Result apart = Bench.run(Bench.floats(), plain, BATCH, data.x, data.parameters, spread, true);
    assertClose(together.inputGradient(), apart.inputGradient(), 1e-5);
    together.gradients().forEach((name, gradient) -> assertClose(gradient, apart.gradients().get(name), 2e-5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void poolingIsTheMeanOfItsWindows(int size) {
    AveragePooling layer = new AveragePooling("pool", Shape.of(3, 7, 9), size);
    Data data = Data.of(layer, 10);
    assertClose(run(Bench.floats(), layer, data).output(), Twin.averagePooling(data.x, BATCH * 3, 7, 9, size), 1e-6);
  }

  @Test
  void dropoutDropsTheSameValuesInEveryEncodingAndKeepsTheMean() {
    Dropout layer = new Dropout("dropout", Shape.of(5000), Rational.of(1, 4));
    double[] ones = new double[BATCH * 5000];
    Arrays.fill(ones, 1);
    Bench.Result floats = Bench.run(Bench.floats(), layer, BATCH, ones, Map.of(), ones, true);
    Bench.Result encoded = Bench.run(Bench.encoded(Precision.DEFAULT), layer, BATCH, ones, Map.of(), ones, true);
    double kept = Arrays.stream(floats.output()).filter(v -> v != 0).count();
    assertThat(kept).isBetween(10_000 * 0.75 - 220, 10_000 * 0.75 + 220); // five standard deviations
    for (int i = 0; i < ones.length; i++) {
      assertThat(floats.output()[i]).isIn(0.0, (double) (4 / 3f));
      assertThat(encoded.output()[i]).isEqualTo(floats.output()[i], within(1e-7));
      assertThat(floats.inputGradient()[i]).isEqualTo(floats.output()[i]);
    }
  }

  @Test
  void dropoutDropsOtherValuesInOtherPassesAndLayers() {
    Map<String, double[]> outputs = new HashMap<>();
    double[] ones = new double[400];
    Arrays.fill(ones, 1);
    Backend backend = Bench.floats();
    for (String name : List.of("dropout", "dropout_2")) {
      for (long seed = 0; seed < 3; seed++) {
        var x = backend.input(Backend.DATA_OWNER, "x", Shape.of(1, 400), () -> ones);
        double[] z = backend.reveal(new Dropout(name, Shape.of(400), Rational.of(1, 2))
            .forward(new Pass(backend, new Parameters(), true, seed), x).output(),
            Receiver.BOTH);
        outputs.put(name + seed, z);
      }
    }
    assertThat(outputs.values().stream().map(Arrays::toString).distinct()).hasSize(6);
  }

  @Test
  void dropoutPassesEverythingInEvaluation() {
    Dropout layer = new Dropout("dropout", Shape.of(50), Rational.of(9, 10));
    Data data = Data.of(layer, 11);
    for (Backend backend : List.of(Bench.floats(), Bench.encoded(Precision.DEFAULT))) {
      Bench.Result result = Bench.run(backend, layer, BATCH, data.x, Map.of(), data.gradient, false);
      assertThat(result.output()).isEqualTo(data.x);
      assertThat(result.inputGradient()).isEqualTo(data.gradient);
    }
  }

  @Test
  void exactReluKeepsWhatIsPositive() {
    ExactRelu layer = new ExactRelu("relu", Shape.of(5));
    double[] x = {-1, -Math.scalb(1.0, -24), 0, Math.scalb(1.0, -24), 2, 3, -4000, 4000, 0.5, -0.5};
    double[] d = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    for (Backend backend : List.of(Bench.floats(), Bench.encoded(Precision.DEFAULT))) {
      Bench.Result result = Bench.run(backend, layer, 2, x, Map.of(), d, true);
      assertThat(result.output()).containsExactly(0, 0, 0, Math.scalb(1.0, -24), 2, 3, 0, 4000, 0.5, 0);
      assertThat(result.inputGradient()).containsExactly(0, 0, 0, 4, 5, 6, 0, 8, 9, 0);
    }
  }

  @Test
  void gradientsOfAParameterUsedTwiceAddUp() {
    Backend backend = Bench.floats();
    Parameter p = new Parameter("w", Shape.of(2), 0);
    Gradients gradients = new Gradients();
    assertThat(gradients.get(p)).isNull();
    gradients.add(p, backend.input(0, "a", Shape.of(2), () -> new double[]{1, 2}));
    gradients.add(p, backend.input(0, "b", Shape.of(2), () -> new double[]{10, 20}));
    assertThat(backend.reveal(gradients.get(p), Receiver.BOTH)).containsExactly(11, 22);
  }
}
