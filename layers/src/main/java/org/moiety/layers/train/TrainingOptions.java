package org.moiety.layers.train;

import java.math.BigDecimal;

/// What a training run is told.
///
/// @param seed public seed of the order of examples and of dropout
/// @param release who learns the weights
public record TrainingOptions(int epochs, int batchSize, BigDecimal learningRate, long seed, Release release) {
  public TrainingOptions {
    if (epochs < 0 || batchSize < 1) {
      throw new IllegalArgumentException(
          "epochs=" + epochs + ", batchSize=" + batchSize + ", expected at least 0 and 1");
    }
  }

  /// Weights that both parties learn.
  public TrainingOptions(int epochs, int batchSize, BigDecimal learningRate, long seed) {
    this(epochs, batchSize, learningRate, seed, Release.BOTH);
  }
}
