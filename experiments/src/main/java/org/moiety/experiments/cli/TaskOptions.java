package org.moiety.experiments.cli;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.Task;
import org.moiety.layers.train.Release;
import picocli.CommandLine.Option;

/// How the roles of a session train.
final class TaskOptions {
  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training data.%nDefault: 1.")
  private int epochs = 1;

  @Option(names = "--learning-rate", paramLabel = "RATE",
      description = "Step of stochastic gradient descent.%nDefault: 0.01.")
  private BigDecimal learningRate = new BigDecimal("0.01");

  @Option(names = "--seed", paramLabel = "S",
      description = "Fixes the order of examples and dropout, which are public; no secret follows from it.%nDefault: 1.")
  private long seed = 1;

  @Option(names = "--release", paramLabel = "TO",
      description = "Who learns the trained weights: model-owner, both, or none (each party keeps its shares, for moiety party "
          + "predict).%nDefault: model-owner.")
  private Release release = Release.MODEL_OWNER;

  @Option(names = "--checkpoint-every", paramLabel = "N",
      description = "Keep the state after every N batches and after every epoch, each party its shares in its "
          + "--checkpoint folder.%nDefault: never.")
  private @Nullable Integer checkpointEvery;

  @Option(names = "--resume",
      description = "Go on from the last checkpoint that both parties have, in a session with new masks.")
  private boolean resume;

  /// @throws UsageException if something cannot be right
  Task.Training training() {
    TrainOptions.requireTraining(epochs, learningRate);
    if (checkpointEvery != null && checkpointEvery < 1) {
      throw new UsageException("--checkpoint-every " + checkpointEvery + ", expected a number of batches");
    }
    if (resume && checkpointEvery == null) {
      throw new UsageException("--resume goes on from checkpoints, and needs --checkpoint-every");
    }
    return new Task.Training(epochs, learningRate, seed, release, checkpointEvery == null ? 0 : checkpointEvery,
        resume);
  }
}
