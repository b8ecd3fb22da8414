package org.moiety.layers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.random.PublicRandom;
import org.moiety.layers.layer.Bench;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.layer.Pass;
import org.moiety.layers.loss.SoftmaxCrossEntropy;
import org.moiety.layers.loss.SoftmaxCrossEntropy.Evaluation;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.optimizer.Sgd;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// A whole step of a network of two dense layers with the cubic ReLU between, against the same in doubles that carry a bound on their error.
final class TrainingStepTest {
  private static final int BATCH = 4;
  private static final int IN = 12;
  private static final int HIDDEN = 6;
  private static final int CLASSES = 3;
  private static final double RATE = 0.5;
  private static final ModelSpec SPEC = new ModelSpec("small", Shape.of(IN), List.of(new LayerSpec.DenseSpec(HIDDEN,
      true), new LayerSpec.ReluSpec(3, 1), new LayerSpec.DenseSpec(CLASSES, true)));

  private final double[] x = values(BATCH * IN, 1);
  private final Map<String, double[]> start = new TreeMap<>(Map.of("dense.weight", values(IN * HIDDEN, 0.4),
      "dense.bias", values(HIDDEN, 0.4), "dense_2.weight", values(HIDDEN * CLASSES, 0.8), "dense_2.bias",
      values(CLASSES, 0.5)));

  private static double[] values(int length, double bound) {
    PublicRandom random = new PublicRandom(length);
    double[] values = new double[length];
    Arrays.setAll(values, i -> (float) ((2 * random.nextDouble() - 1) * bound));
    return values;
  }

  private static int label(int example) {
    return example % CLASSES;
  }

  private Map<String, double[]> step(Backend backend) {
    return step(backend, BigDecimal.valueOf(RATE));
  }

  private Map<String, double[]> step(Backend backend, BigDecimal rate) {
    Model model = Model.build(SPEC, Activation.RELU_APPROX, true);
    Parameters parameters = model.given(backend, start);
    Tensor input = backend.input(Backend.DATA_OWNER, "x", Shape.of(BATCH, IN), () -> x);
    Model.Forward forward = model.forward(new Pass(backend, parameters, true, 1), input);
    Evaluation evaluation = SoftmaxCrossEntropy.evaluate(backend, forward.logits(), TrainingStepTest::label);
    Tensor gradient = SoftmaxCrossEntropy.gradient(backend, forward.logits().shape(), evaluation,
        TrainingStepTest::label);
    Sgd.of(rate).step(parameters, forward.backward(gradient), BATCH);
    Map<String, double[]> result = new TreeMap<>();
    for (Parameter p : model.parameters()) {
      result.put(p.name(), backend.reveal(parameters.get(p), Receiver.BOTH));
    }
    return result;
  }

  /// Values, and how far the encoded ones may be from them.
  private record Bounded(double[] value, double[] error) {
    static Bounded of(double[] value, double error) {
      double[] errors = new double[value.length];
      Arrays.fill(errors, error);
      return new Bounded(value, errors);
    }

    interface Value {
      Bounded at(int index);
    }

    /// One value.
    static Bounded one(double value, double error) {
      return new Bounded(new double[]{value}, new double[]{error});
    }

    static Bounded each(int length, Value f) {
      Bounded result = new Bounded(new double[length], new double[length]);
      for (int i = 0; i < length; i++) {
        Bounded one = f.at(i);
        result.value[i] = one.value[0];
        result.error[i] = one.error[0];
      }
      return result;
    }

    Bounded at(int i) {
      return one(value[i], error[i]);
    }

    Bounded times(Bounded y) {
      return one(value[0] * y.value[0],
          Math.abs(value[0]) * y.error[0] + error[0] * Math.abs(y.value[0]) + error[0] * y.error[0]);
    }

    Bounded times(double c) {
      return one(value[0] * c, error[0] * Math.abs(c));
    }

    Bounded plus(Bounded y) {
      return one(value[0] + y.value[0], error[0] + y.error[0]);
    }

    Bounded plus(double c) {
      return one(value[0] + c, error[0]);
    }

    /// One truncation: up to a unit.
    Bounded truncated(double unit) {
      return each(value.length, i -> one(value[i], error[i] + unit));
    }
  }

  /// The step in doubles. `unit` is the size of what a truncation may lose.
  private Map<String, Bounded> twin(double unit) {
    Bounded in = Bounded.of(x, unit / 2);
    Bounded w1 = Bounded.of(start.get("dense.weight"), unit / 2);
    Bounded b1 = Bounded.of(start.get("dense.bias"), unit / 2);
    Bounded w2 = Bounded.of(start.get("dense_2.weight"), unit / 2);
    Bounded b2 = Bounded.of(start.get("dense_2.bias"), unit / 2);
    Bounded h = dense(in, w1, b1, IN, HIDDEN).truncated(unit);
    Bounded a = Bounded.each(BATCH * HIDDEN,
        i -> h.at(i).times(h.at(i)).times(15.0 / 32).plus(h.at(i).times(0.5)).plus(3.0 / 32)).truncated(unit);
    Bounded z = dense(a, w2, b2, HIDDEN, CLASSES);
    Bounded dz = Bounded.each(BATCH * CLASSES, i -> softmaxGradient(z, i, unit));
    Bounded dw2 = outer(a, dz, HIDDEN, CLASSES);
    Bounded da = Bounded.each(BATCH * HIDDEN, i -> sum(CLASSES,
        c -> dz.at(i / HIDDEN * CLASSES + c).times(w2.at(i % HIDDEN * CLASSES + c)))).truncated(unit);
    Bounded dh = Bounded.each(BATCH * HIDDEN, i -> da.at(i).times(h.at(i).times(15.0 / 16).plus(0.5)))
        .truncated(unit);
    return Map.of("dense.weight", updated(w1, outer(in, dh, IN, HIDDEN), unit), "dense.bias",
        updated(b1, columns(dh, HIDDEN), unit), "dense_2.weight", updated(w2, dw2, unit), "dense_2.bias",
        updated(b2, columns(dz, CLASSES), unit));
  }

  private static Bounded sum(int count, Bounded.Value term) {
    Bounded sum = Bounded.one(0, 0);
    for (int i = 0; i < count; i++) {
      sum = sum.plus(term.at(i));
    }
    return sum;
  }

  private static Bounded dense(Bounded x, Bounded w, Bounded b, int in, int out) {
    return Bounded.each(BATCH * out, i -> sum(in, k -> x.at(i / out * in + k).times(w.at(k * out + i % out)))
        .plus(b.at(i % out)));
  }

  /// `x^T d`.
  private static Bounded outer(Bounded x, Bounded d, int in, int out) {
    return Bounded.each(in * out, i -> sum(BATCH, e -> x.at(e * in + i / out).times(d.at(e * out + i % out))));
  }

  private static Bounded columns(Bounded d, int out) {
    return Bounded.each(out, i -> sum(BATCH, e -> d.at(e * out + i)));
  }

  private static Bounded updated(Bounded w, Bounded gradient, double unit) {
    return Bounded.each(w.value.length, i -> w.at(i).plus(gradient.at(i).times(-RATE / BATCH))).truncated(unit);
  }

  /// A probability moves by at most half of what the logits move by; and it is encoded.
  private static Bounded softmaxGradient(Bounded z, int i, double unit) {
    int row = i / CLASSES * CLASSES;
    double sum = 0;
    double error = 0;
    for (int c = 0; c < CLASSES; c++) {
      sum += Math.exp(z.value[row + c]);
      error = Math.max(error, z.error[row + c]);
    }
    double onehot = i % CLASSES == label(i / CLASSES) ? 1 : 0;
    return Bounded.one(Math.exp(z.value[i]) / sum - onehot, error / 2 + unit / 2);
  }

  @Test
  void floatsFollowTheTwin() {
    Map<String, Bounded> expected = twin(0);
    step(Bench.floats()).forEach((name, values) -> {
      for (int i = 0; i < values.length; i++) {
        assertThat(values[i]).as(name).isCloseTo(expected.get(name).value[i], within(1e-6));
        assertThat(expected.get(name).error[i]).isZero();
      }
    });
  }

  /// The bound is a number of units, whatever the precision; here it is some tens.
  @ParameterizedTest
  @CsvSource({"2,10", "2,16", "2,24", "2,32", "10,4", "10,7", "10,9"})
  void elementsStayWithinTheBoundOfTheirPrecision(int base, int digits) {
    Precision precision = new Precision(base, digits, 8);
    double unit = Math.pow(base, -digits);
    Map<String, Bounded> expected = twin(unit);
    step(Bench.encoded(precision)).forEach((name, values) -> {
      for (int i = 0; i < values.length; i++) {
        double bound = expected.get(name).error[i];
        assertThat(bound).isLessThan(60 * unit);
        assertThat(values[i]).as(name).isCloseTo(expected.get(name).value[i], within(bound + 1e-14));
      }
    });
  }

  /// A learning rate of 1/2 just fits 40 bits on both sides of the point, 1/100 does not.
  @Test
  void precisionWithoutHeadroomSaysSo() {
    Backend tight = Bench.encoded(new Precision(2, 40, 40));
    step(tight);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> step(tight, new BigDecimal("0.01"))).withMessageContaining("no headroom")
        .withMessageContaining("lower precision");
  }
}
