package org.moiety.experiments.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;

/// Runs a saved network on images.
///
/// @param activation how its ReLU layers are computed
public record TestRun(SavedModel saved, Activation activation, Engine engine, int batchSize) {
  /// What came of it.
  public record Result(Trainer.Test test, Traffic traffic, TruncationRisk truncationRisk) {}

  /// @param images of the size that the network takes
  public Result run(LabelledImages images, TrainingListener listener) {
    Trainer.requireFit(model(true), images);
    TrainingListener guarded = new DivergenceGuard(engine.encoding(), engine.precision(), listener);
    Engine.Outcome<Trainer.@Nullable Test> outcome = engine.run(
        backend -> new Trainer(model(backend.mergesPooling()), backend, batchSize, guarded)
            .test(images, saved.weights()));
    return new Result(Objects.requireNonNull(outcome.result()), outcome.traffic(), outcome.truncationRisk());
  }

  private Model model(boolean mergePooling) {
    return Model.build(saved.model(), activation, mergePooling);
  }
}
