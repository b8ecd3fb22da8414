package org.moiety.experiments.session;

import java.math.BigDecimal;
import java.util.Set;
import org.moiety.experiments.run.Names;
import org.moiety.layers.train.Release;
import org.moiety.triples.remote.Terms;

/// What the roles of a session do together.
public sealed interface Task {
  /// They classify the data owner's images.
  record Prediction() implements Task {
    @Override
    public void addTo(Terms terms) {
      terms.with("task", "prediction");
    }
  }

  /// Adds what all roles must be told of it.
  void addTo(Terms terms);

  /// They train a network.
  ///
  /// @param seed of the order of examples and of dropout
  /// @param release who learns the trained weights
  /// @param checkpointEvery number of batches after which the parties keep their shares, as they do at the ends of epochs; 0 for never
  /// @param resume whether they go on from what they kept
  record Training(int epochs, BigDecimal learningRate, long seed, Release release, int checkpointEvery, boolean resume)
      implements
        Task {
    /// What all roles must be told alike, but a training that goes on may be told otherwise.
    static final Set<String> OF_A_SESSION = Set.of("checkpoint-every", "resume");

    /// Without checkpoints.
    public Training(int epochs, BigDecimal learningRate, long seed, Release release) {
      this(epochs, learningRate, seed, release, 0, false);
    }

    @Override
    public void addTo(Terms terms) {
      terms.with("task", "training").with("epochs", epochs)
          .with("learning-rate", learningRate.stripTrailingZeros().toPlainString()).with("seed", seed)
          .with("release", Names.of(release)).with("checkpoint-every", checkpointEvery).with("resume", resume);
    }
  }
}
