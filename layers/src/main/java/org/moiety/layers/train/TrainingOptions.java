package org.moiety.layers.train;

import java.math.BigDecimal;

/// What a training run is told.
///
/// @param seed public seed of the order of examples and of dropout
public record TrainingOptions(int epochs, int batchSize, BigDecimal learningRate, long seed) {
  public TrainingOptions {
    if (epochs < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "epochs=" + epochs + ", batchSize=" + batchSize + ", expected at least 0 and 1");
    }
  }
}
