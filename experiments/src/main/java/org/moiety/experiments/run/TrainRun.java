package org.moiety.experiments.run;

import org.eclipse.collections.api.map.MutableOrderedMap;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.model.Model;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.layers.train.TrainingResult;
import org.moiety.triples.dealer.Bystanders;

/// A training run: loads the data, trains in the chosen encoding.
public final class TrainRun {
  private final TrainSettings settings;
  private final LabelledImages train;
  private final @Nullable LabelledImages test;

  private TrainRun(TrainSettings settings, LabelledImages train, @Nullable LabelledImages test) {
    this.settings = settings;
    this.train = train;
    this.test = test;
  }

  /// Loads or generates the data, and checks that they fit the model.
  public static TrainRun prepare(TrainSettings settings, DataSource.Settings where) {
    Model model = Model.build(settings.model(), settings.activation(), true);
    DataSource source = DataSource.resolve(settings.data(), where);
    LabelledImages train = settings.limit() == null ? source.train() : source.train(settings.limit());
    Trainer.requireFit(model, train);
    LabelledImages test = null;
    if (settings.testLimit() == null || settings.testLimit() > 0) {
      test = settings.testLimit() == null ? source.test() : source.test(settings.testLimit());
      Trainer.requireFit(model, test);
    }
    return new TrainRun(settings, train, test);
  }

  public TrainSettings settings() {
    return settings;
  }

  /// Number of training examples.
  public int examples() {
    return train.count();
  }

  /// Number of test examples; 0 for no test.
  public int testExamples() {
    return test == null ? 0 : test.count();
  }

  /// What a run gave.
  public record Result(TrainingResult training, Traffic traffic, TruncationRisk truncationRisk) {
    /// The revealed weights by name, in the order of the layers.
    public MutableOrderedMap<String, Revealed> weights() {
      MutableOrderedMap<String, Revealed> weights = training.weights();
      if (weights == null) {
        throw new IllegalStateException("the data owner has no weights");
      }
      return weights;
    }

    /// SHA-256 of the encoded weights, layer by layer, in hexadecimal.
    public String weightsSha256() {
      return SavedModel.sha256(weights());
    }
  }

  /// @param listener told of progress, at the data owner
  public Result run(TrainingListener listener) {
    return run(listener, Bystanders.NONE);
  }

  /// The same with somebody who watches all roles.
  public Result run(TrainingListener listener, Bystanders bystanders) {
    TrainingOptions options = new TrainingOptions(settings.epochs(), settings.batchSize(), settings.learningRate(),
        settings.seed());
    Seed weights = FixedSeeds.weights(settings.seed());
    TrainingListener guarded = new DivergenceGuard(settings.engine().encoding(), settings.engine().precision(),
        listener);
    Engine.Outcome<TrainingResult> outcome = settings.engine().watched(bystanders).run(backend -> {
      Model model = Model.build(settings.model(), settings.activation(), backend.mergesPooling());
      return new Trainer(model, backend, settings.batchSize(), guarded).train(train, test, options, weights);
    });
    return new Result(outcome.result(), outcome.traffic(), outcome.truncationRisk());
  }
}
