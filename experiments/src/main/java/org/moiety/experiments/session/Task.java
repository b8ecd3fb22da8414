package org.moiety.experiments.session;

import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Names;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
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

  /// Several data owners, each in a session of its own with the model owner, the hub.
  record Hub(int dataOwners, Schedule schedule) {}

  /// They train a network.
  ///
  /// @param seed of the order of examples and of dropout
  /// @param release who learns the trained weights
  /// @param checkpointEvery number of batches after which the parties keep their shares, as they do at the ends of epochs; 0 for never
  /// @param resume whether they go on from what they kept
  /// @param hub how several data owners take turns; null where there is one
  record Training(int epochs, BigDecimal learningRate, long seed, Release release, int checkpointEvery, boolean resume,
      @Nullable Hub hub) implements Task {
    /// What all roles must be told alike, but a training that goes on may be told otherwise.
    static final Set<String> OF_A_SESSION = Set.of("checkpoint-every", "resume");

    /// With one data owner.
    public Training(int epochs, BigDecimal learningRate, long seed, Release release, int checkpointEvery,
        boolean resume) {
      this(epochs, learningRate, seed, release, checkpointEvery, resume, null);
    }

    /// Without checkpoints.
    public Training(int epochs, BigDecimal learningRate, long seed, Release release) {
      this(epochs, learningRate, seed, release, 0, false);
    }

    @Override
    public void addTo(Terms terms) {
      terms.with("task", "training").with("epochs", epochs)
          .with("learning-rate", learningRate.stripTrailingZeros().toPlainString()).with("seed", seed)
          .with("release", Names.of(release)).with("checkpoint-every", checkpointEvery).with("resume", resume)
          .with("data-owners", hub == null ? 1 : hub.dataOwners);
      if (hub != null) {
        terms.with("schedule", Names.of(hub.schedule));
      }
    }
  }
}
