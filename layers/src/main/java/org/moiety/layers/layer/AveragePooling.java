package org.moiety.layers.layer;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.map.GatherMap;
import org.moiety.engine.map.Planes;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// Mean over `size x size` windows side by side: a sum and a division by a public constant (SV18 section 3.3). Input `n x c x h x w`, output
/// `n x c x floor(h / size) x floor(w / size)`.
public final class AveragePooling implements Layer {
  private final String name;
  private final Shape inputShape;
  private final Shape outputShape;
  private final GatherMap sums;
  private final Rational area;

  public AveragePooling(String name, Shape inputShape, int size) {
    if (inputShape.rank() != 3) {
      throw new IllegalArgumentException("input " + inputShape + ", expected channels x height x width");
    }
    this.name = name;
    this.inputShape = inputShape;
    sums = Planes.poolSum(inputShape.size(0), inputShape.size(1), inputShape.size(2), size);
    outputShape = Shape.of(inputShape.size(0), inputShape.size(1) / size, inputShape.size(2) / size);
    area = Rational.of(1, (long) size * size);
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
  public boolean defersTruncation() {
    return true;
  }

  @Override
  public Step forward(Pass pass, Tensor x) {
    int batch = x.shape().size(0);
    GatherMap sum = sums.forBlocks(batch * inputShape.size(0));
    Tensor z = x.map(sum, outputShape.batch(batch)).times(area);
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        return inputNeeded ? gradient.map(sum.adjoint(), x.shape()).times(area) : null;
      }
    };
  }
}
