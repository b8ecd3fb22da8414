package org.moiety.layers.optimizer;

import java.math.BigDecimal;
import org.moiety.engine.fixed.Rational;
import org.moiety.layers.layer.Gradients;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.tensor.Tensor;

/// Stochastic gradient descent without momentum: `w = w - (rate / batch) dw`, with dw the sum over the batch.
public record Sgd(Rational rate) {
  /// @throws IllegalArgumentException unless the rate is positive
  public Sgd {
    if (rate.numerator().signum() <= 0) {
      throw new IllegalArgumentException("learning rate " + rate + ", expected a positive number");
    }
  }

  public static Sgd of(BigDecimal learningRate) {
    return new Sgd(Rational.of(learningRate));
  }

  public void step(Parameters parameters, Gradients gradients, int batch) {
    for (Parameter parameter : parameters.all()) {
      Tensor gradient = gradients.get(parameter);
      if (gradient != null) {
        Tensor w = parameters.get(parameter);
        parameters.put(parameter, w.minus(gradient.times(rate.dividedBy(batch))).rescaled());
      }
    }
  }
}
