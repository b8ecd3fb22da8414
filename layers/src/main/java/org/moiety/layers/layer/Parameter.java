package org.moiety.layers.layer;

import org.moiety.engine.random.Seed;
import org.moiety.layers.tensor.Shape;

/// A trained tensor of a layer.
///
/// @param name unique in the network: layer name, point, role
/// @param bound initial values are uniform in `-bound .. bound`; 0 for biases
public record Parameter(String name, Shape shape, double bound) {
  /// Glorot and Bengio 2010: `sqrt(6 / (fanIn + fanOut))`.
  static Parameter weights(String name, Shape shape, int fanIn, int fanOut) {
    return new Parameter(name, shape, Math.sqrt(6.0 / (fanIn + fanOut)));
  }

  static Parameter bias(String name, int length) {
    return new Parameter(name, Shape.of(length), 0);
  }

  /// @param seed the model owner's
  public double[] initialValues(Seed seed) {
    double[] values = bound > 0 ? seed.uniform(name, shape.length()) : new double[shape.length()];
    for (int i = 0; i < values.length && bound > 0; i++) {
      values[i] = (2 * values[i] - 1) * bound;
    }
    return values;
  }
}
