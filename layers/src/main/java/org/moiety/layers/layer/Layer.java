package org.moiety.layers.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// One layer of a network. Shapes are those of one example; tensors have the batch in front.
public interface Layer {
  /// Unique in its network, and the name in reports.
  String name();

  Shape inputShape();

  Shape outputShape();

  /// What is trained, in a fixed order.
  default List<Parameter> parameters() {
    return List.of();
  }

  /// Whether the truncation of this layer's input may wait until after it: it only adds, and divides by a public constant.
  default boolean defersTruncation() {
    return false;
  }

  Step forward(Pass pass, Tensor x);

  /// One use of a layer: its output, and the way back.
  interface Step {
    Tensor output();

    /// Adds the gradients of the parameters and returns the gradient of the input.
    ///
    /// @param gradient of the output
    /// @param inputNeeded false for the first layer, whose input gradient nobody uses
    /// @return null if not needed
    @Nullable
    Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded);
  }
}
