package org.moiety.layers.layer;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.map.KeepMap;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// `max(x, 0)`. Needs to see its input: native and public tensors only.
public record ExactRelu(String name, Shape inputShape) implements Layer {
  @Override
  public Shape outputShape() {
    return inputShape;
  }

  @Override
  public Step forward(Pass pass, Tensor x) {
    KeepMap positive = new KeepMap(x.isPositive());
    Tensor z = x.map(positive, x.shape());
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        return inputNeeded ? gradient.map(positive, x.shape()) : null;
      }
    };
  }
}
