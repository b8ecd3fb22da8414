package org.moiety.experiments.session;

import java.math.BigDecimal;
import org.moiety.experiments.run.Names;
import org.moiety.layers.train.Release;
import org.moiety.triples.remote.Terms;

/// What the roles of a session do together.
public sealed interface Task {
  /// Adds what all roles must be told of it.
  void addTo(Terms terms);

  /// They train a network.
  ///
  /// @param seed of the order of examples and of dropout
  /// @param release who learns the trained weights
  record Training(int epochs, BigDecimal learningRate, long seed, Release release) implements Task {
    @Override
    public void addTo(Terms terms) {
      terms.with("task", "training").with("epochs", epochs)
          .with("learning-rate", learningRate.stripTrailingZeros().toPlainString()).with("seed", seed)
          .with("release", Names.of(release));
    }
  }
}
