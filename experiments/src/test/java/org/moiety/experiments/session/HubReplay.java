package org.moiety.experiments.session;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.Protocol;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.session.RoleSettings.OwnData;
import org.moiety.experiments.session.RoleSettings.Part;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.layers.train.HubTrainer;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
import org.moiety.layers.train.Spoke;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.dealer.ReplayedMasks;

/// The public training that rounds as the private one of several data owners with the same seed.
///
/// @param limit examples of all data owners together, strokes
public record HubReplay(ModelSpec model, Protocol protocol, Schedule schedule, int dataOwners, int batchSize,
    int epochs, BigDecimal learningRate, long seed, int limit, int testLimit) {
  /// What comes of it: the weights, and each data owner's accuracy and reports.
  public record Result(MutableOrderedMap<String, Revealed> weights, List<Double> accuracies,
      List<List<TrainingListener.Epoch>> epochs) {
    public String weightsSha256() {
      return SavedModel.sha256(weights);
    }
  }

  public Result train() {
    SessionSettings session = new SessionSettings(model, protocol, Precision.DEFAULT, batchSize,
        new Task.Training(epochs, learningRate, seed, Release.BOTH, 0, false, new Task.Hub(dataOwners, schedule)),
        seed);
    try (Workers workers = new Workers(1)) {
      Field field = Field.moiety(workers);
      List<HubRun.Data> all = new ArrayList<>();
      for (int i = 0; i < dataOwners; i++) {
        OwnExamples own = OwnExamples.load(model,
            new OwnData("strokes", limit, testLimit, new Part(i + 1, dataOwners)), Data.settings());
        all.add(new HubRun.Data(own.train(), own.test()));
      }
      HubTrainer trainer = HubRun.trainer(session, all, "", null);
      try (ReplayedMasks masks = new ReplayedMasks(field)) {
        masks.run(() -> trainer.train(spokes(session, all,
            i -> new PrivateBackend(masks.dealer(protocol, session.seeds(i)), session.precision())), null));
        List<HubTrainer.@Nullable Result> results = trainer.train(spokes(session, all,
            i -> new PublicBackend(field, session.precision(), protocol.masks(), masks)), session.weights());
        return new Result(results.getFirst().weights(), results.stream().map(HubTrainer.Result::accuracy).toList(),
            results.stream().map(HubTrainer.Result::epochs).toList());
      }
    }
  }

  private static List<@Nullable Spoke> spokes(SessionSettings session, List<HubRun.Data> all,
      IntFunction<Backend> backend) {
    List<@Nullable Spoke> spokes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      spokes.add(HubRun.spoke(session, i, backend.apply(i), TrainingListener.NONE, all.get(i), () -> {
      }));
    }
    return spokes;
  }
}
