package org.moiety.layers.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// Fully connected: `z = x w + b` (SV18 section 3.1).
///
/// Input `n x in`, weights `in x out`, bias `out`, output `n x out`.
public final class Dense implements Layer {
  private final String name;
  private final Shape inputShape;
  private final Shape outputShape;
  private final Parameter weights;
  private final @Nullable Parameter bias;

  public Dense(String name, Shape inputShape, int units, boolean withBias) {
    this.name = name;
    this.inputShape = inputShape;
    outputShape = Shape.of(units);
    weights = Parameter.weights(name + ".weight", Shape.of(inputShape.length(), units), inputShape.length(), units);
    bias = withBias ? Parameter.bias(name + ".bias", units) : null;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape inputShape() {
    return inputShape;
  }

  @Override
  public Shape outputShape() {
    return outputShape;
  }

  @Override
  public List<Parameter> parameters() {
    return bias == null ? List.of(weights) : List.of(weights, bias);
  }

  @Override
  public Step forward(Pass pass, Tensor input) {
    int batch = input.shape().size(0);
    Tensor x = input.reshape(Shape.of(batch, inputShape.length()));
    Tensor w = pass.parameters().get(weights);
    Tensor product = x.matmul(w);
    ChannelBroadcast spread = new ChannelBroadcast(batch, outputShape.length(), 1);
    Tensor z = bias == null ? product : product.plus(spread, pass.parameters().get(bias));
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        gradients.add(weights, x.matmul(gradient, true, false));
        if (bias != null) {
          gradients.add(bias, gradient.map(spread.adjoint(), bias.shape()));
        }
        return inputNeeded ? gradient.matmul(w, false, true).rescaled().reshape(input.shape()) : null;
      }
    };
  }
}
