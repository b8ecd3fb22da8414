package org.moiety.layers.layer;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.map.KeepMap;
import org.moiety.engine.random.PublicRandom;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// Sets values to zero with probability `rate` in training and divides the others by `1 - rate` (Srivastava et al. 2014). Which ones is public.
public record Dropout(String name, Shape inputShape, Rational rate) implements Layer {
  public Dropout {
    if (!(rate.value() >= 0 && rate.value() < 1)) {
      throw new IllegalArgumentException("rate " + rate + ", expected at least 0 and below 1");
    }
  }

  @Override
  public Shape outputShape() {
    return inputShape;
  }

  @Override
  public boolean defersTruncation() {
    return true;
  }

  @Override
  public Step forward(Pass pass, Tensor x) {
    PublicRandom random = pass.random(name);
    boolean[] keep = new boolean[x.shape().length()];
    for (int i = 0; i < keep.length && pass.training(); i++) {
      keep[i] = random.nextDouble() >= rate.value();
    }
    KeepMap map = new KeepMap(keep);
    Rational factor = new Rational(rate.denominator(), rate.denominator().subtract(rate.numerator()));
    UnaryOperator<Tensor> drop = y -> pass.training() ? y.map(map, y.shape()).times(factor) : y;
    Tensor z = drop.apply(x);
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        return inputNeeded ? drop.apply(gradient) : null;
      }
    };
  }
}
