package org.moiety.layers.train;

/// Told of progress, at the data owner, on the training thread.
public interface TrainingListener {
  /// After an iteration.
  ///
  /// @param epoch from 1
  /// @param iteration from 1 in its epoch
  /// @param loss mean cross-entropy over the batch
  /// @param accuracy share of the batch that was right before the step
  record Iteration(int epoch, int iteration, int iterations, int examples, double loss, double accuracy) {}

  /// After an epoch, and its test.
  ///
  /// @param testAccuracy NaN where nothing was tested
  record Epoch(int epoch, double trainLoss, double trainAccuracy, double testAccuracy) {}

  /// Does nothing.
  TrainingListener NONE = new TrainingListener() {
  };

  default void iteration(Iteration report) {}

  default void epoch(Epoch report) {}

  /// While the test set is evaluated.
  default void testing(int done, int of) {}
}
