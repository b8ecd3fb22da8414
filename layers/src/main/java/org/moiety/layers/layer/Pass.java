package org.moiety.layers.layer;

import org.moiety.engine.random.PublicRandom;
import org.moiety.layers.tensor.Backend;

/// What a forward pass knows besides its input.
///
/// @param training whether dropout drops
/// @param seed public number that dropout draws from; differs from iteration to iteration
public record Pass(Backend backend, Parameters parameters, boolean training, long seed) {
  /// Public randomness for one layer in this pass.
  PublicRandom random(String layer) {
    return new PublicRandom(seed ^ 0x9E3779B97F4A7C15L * layer.hashCode());
  }
}
