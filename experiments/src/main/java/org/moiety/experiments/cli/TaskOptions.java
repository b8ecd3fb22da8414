package org.moiety.experiments.cli;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.Task;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
import org.moiety.triples.remote.HubAgreement;
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
          + "--checkpoint folder; batches of several data owners count together.%nDefault: never.")
  private @Nullable Integer checkpointEvery;

  @Option(names = "--resume",
      description = "Go on from the last checkpoint that all parties have, in a session with new masks.")
  private boolean resume;

  @Option(names = "--data-owners", paramLabel = "N",
      description = "How many data owners train the network, each in a session of its own with the model owner."
          + "%nDefault: as many as this role names, or 1.")
  private @Nullable Integer dataOwners;

  @Option(names = "--schedule", paramLabel = "ORDER",
      description = "How the network goes round several data owners: batches (for one batch to each, round and round) or "
          + "epochs (for all batches of an epoch to each).%nDefault: batches.")
  private @Nullable Schedule schedule;

  /// @throws UsageException if something cannot be right
  Task.Training training() {
    return training(0);
  }

  /// @param named number of data owners that this role names, of several; 0 for none
  /// @throws UsageException if something cannot be right
  Task.Training training(int named) {
    TrainOptions.requireTraining(epochs, learningRate);
    if (checkpointEvery != null && checkpointEvery < 1) {
      throw new UsageException("--checkpoint-every " + checkpointEvery + ", expected a number of batches");
    }
    if (resume && checkpointEvery == null) {
      throw new UsageException("--resume goes on from checkpoints, and needs --checkpoint-every");
    }
    Task.Hub hub = hub(named);
    return new Task.Training(epochs, learningRate, seed, release, checkpointEvery == null ? 0 : checkpointEvery,
        resume, hub);
  }

  private Task.@Nullable Hub hub(int named) {
    int told = dataOwners == null ? Math.max(1, named) : dataOwners;
    if (told < 1 || told > HubAgreement.MAX_DATA_OWNERS) {
      throw new UsageException("--data-owners " + told + ", expected 1 to " + HubAgreement.MAX_DATA_OWNERS);
    }
    if (named > 0 && told != named) {
      throw new UsageException("--data-owners " + told + ", and this role names " + named);
    }
    if (told == 1 && schedule != null) {
      throw new UsageException("--schedule is for several data owners, and --data-owners says how many");
    }
    return told == 1 ? null : new Task.Hub(told, schedule == null ? Schedule.BATCHES : schedule);
  }
}
