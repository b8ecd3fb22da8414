package org.moiety.layers.layer;

import org.jspecify.annotations.Nullable;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// From `n x c x h x w` to `n x chw`.
public record Flatten(String name, Shape inputShape) implements Layer {
  @Override
  public Shape outputShape() {
    return Shape.of(inputShape.length());
  }

  @Override
  public Step forward(Pass pass, Tensor x) {
    Tensor z = x.reshape(Shape.of(x.shape().size(0), inputShape.length()));
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        return gradient.reshape(x.shape());
      }
    };
  }
}
