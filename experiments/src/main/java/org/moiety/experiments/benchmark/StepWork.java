package org.moiety.experiments.benchmark;

import org.moiety.layers.layer.Layer;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;

/// What a training step has to do.
///
/// @param multiplyAdds of matrix products and convolutions, forward and backward; a pooling after a convolution is merged with it
/// @param values images, outputs of all layers, and parameters, each once
public record StepWork(long multiplyAdds, long values) {
  static StepWork of(ModelSpec spec, int batch) {
    Model model = Model.build(spec, Activation.RELU_APPROX, true);
    long multiplyAdds = 0;
    long values = (long) batch * model.inputShape().length();
    boolean trainedBelow = false;
    for (Layer layer : model.layers()) {
      // A weight meets an input once for each place of a filter's plane; a dense layer's outputs are such planes of one place.
      long weights = layer.parameters().stream().filter(p -> p.shape().rank() > 1).mapToLong(p -> p.shape().length())
          .sum();
      long places = layer.outputShape().rank() == 3
          ? (long) layer.outputShape().size(1) * layer.outputShape().size(2)
          : 1;
      // Forward, gradient of the weights, and gradient of the input where a layer below needs it.
      multiplyAdds += batch * places * weights * (trainedBelow ? 3 : 2);
      values += (long) batch * layer.outputShape().length()
          + layer.parameters().stream().mapToLong(p -> p.shape().length()).sum();
      trainedBelow |= weights > 0;
    }
    return new StepWork(multiplyAdds, values);
  }
}
