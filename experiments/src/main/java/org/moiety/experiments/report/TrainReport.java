package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moiety.engine.channel.Link;
import org.moiety.experiments.run.Links;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.TrainRun;
import org.moiety.experiments.run.TrainSettings;
import org.moiety.layers.train.TrainingListener;

/// The figures of a training run, as JSON.
public final class TrainReport {
  private TrainReport() {}

  /// What is about to run.
  public static ObjectNode start(TrainRun run, String version) {
    ObjectNode object = JsonLines.event("start");
    settings(object, run, version);
    JsonLines.put(object, "seconds", ProcessCosts.secondsSinceStart());
    return object;
  }

  public static ObjectNode iteration(TrainingListener.Iteration report) {
    ObjectNode object = JsonLines.event("iteration").put("epoch", report.epoch()).put("iteration", report.iteration())
        .put("iterations", report.iterations()).put("examples", report.examples());
    JsonLines.put(object, "loss", report.loss());
    JsonLines.put(object, "accuracy", report.accuracy());
    JsonLines.put(object, "seconds", ProcessCosts.secondsSinceStart());
    return object;
  }

  public static ObjectNode epoch(TrainingListener.Epoch report) {
    ObjectNode object = JsonLines.event("epoch").put("epoch", report.epoch());
    JsonLines.put(object, "trainLoss", report.trainLoss());
    JsonLines.put(object, "trainAccuracy", report.trainAccuracy());
    JsonLines.put(object, "testAccuracy", report.testAccuracy());
    JsonLines.put(object, "seconds", ProcessCosts.secondsSinceStart());
    return object;
  }

  /// What came out, and what it cost.
  public static ObjectNode summary(TrainRun run, TrainRun.Result result, ProcessCosts costs, String version) {
    ObjectNode object = JsonLines.event("summary");
    settings(object, run, version);
    List<TrainingListener.Epoch> epochs = result.training().epochs();
    JsonLines.put(object, "trainLoss", epochs.isEmpty() ? Double.NaN : epochs.getLast().trainLoss());
    JsonLines.put(object, "trainAccuracy", epochs.isEmpty() ? Double.NaN : epochs.getLast().trainAccuracy());
    JsonLines.put(object, "testAccuracy", epochs.isEmpty() ? Double.NaN : epochs.getLast().testAccuracy());
    RunFields.costs(object, costs);
    RunFields.traffic(object, result.traffic());
    RunFields.truncations(object, result.truncationRisk());
    object.put("weightsSha256", result.weightsSha256());
    RunFields.counts(object, result.traffic().party0());
    RunFields.counts(object.withObjectProperty("party1"), result.traffic().party1());
    return object;
  }

  private static void settings(ObjectNode object, TrainRun run, String version) {
    TrainSettings settings = run.settings();
    object.put("model", settings.model().name());
    object.put("activation", Names.of(settings.activation()));
    RunFields.engine(object, settings.engine());
    Link link = settings.engine().link();
    object.put("link", link == null ? null : Links.text(link));
    object.put("data", settings.data());
    object.put("epochs", settings.epochs());
    object.put("examples", run.examples());
    object.put("testExamples", run.testExamples());
    object.put("batchSize", settings.batchSize());
    object.put("learningRate", settings.learningRate());
    object.put("seed", settings.seed());
    object.put("version", version);
  }
}
