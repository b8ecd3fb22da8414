package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.TrainRun;
import org.moiety.experiments.run.TrainSettings;
import org.moiety.experiments.run.Traffic;
import org.moiety.layers.train.TrainingListener;

/// The figures of a training run, as JSON.
public final class TrainReport {
  private TrainReport() {}

  /// What is about to run.
  public static ObjectNode start(TrainRun run, String version) {
    ObjectNode object = JsonLines.event("start");
    settings(object, run, version);
    return object;
  }

  public static ObjectNode iteration(TrainingListener.Iteration report) {
    ObjectNode object = JsonLines.event("iteration").put("epoch", report.epoch()).put("iteration", report.iteration())
        .put("iterations", report.iterations()).put("examples", report.examples());
    JsonLines.put(object, "loss", report.loss());
    JsonLines.put(object, "accuracy", report.accuracy());
    return object;
  }

  public static ObjectNode epoch(TrainingListener.Epoch report) {
    ObjectNode object = JsonLines.event("epoch").put("epoch", report.epoch());
    JsonLines.put(object, "trainLoss", report.trainLoss());
    JsonLines.put(object, "trainAccuracy", report.trainAccuracy());
    JsonLines.put(object, "testAccuracy", report.testAccuracy());
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
    costs(object, costs);
    traffic(object, result.traffic());
    object.put("truncationFailureBound", result.failureBound());
    object.put("weightsSha256", result.weightsSha256());
    counts(object, result.traffic().party0());
    return object;
  }

  private static void settings(ObjectNode object, TrainRun run, String version) {
    TrainSettings settings = run.settings();
    object.put("model", settings.model().name());
    object.put("activation", Names.of(settings.activation()));
    engine(object, settings.engine());
    object.put("data", settings.data());
    object.put("epochs", settings.epochs());
    object.put("examples", run.examples());
    object.put("testExamples", run.testExamples());
    object.put("batchSize", settings.batchSize());
    object.put("learningRate", settings.learningRate());
    object.put("seed", settings.seed());
    object.put("version", version);
  }

  /// How tensors are held; null for what does not apply.
  static void engine(ObjectNode object, Engine engine) {
    boolean encoded = engine.encoding() != Encoding.NATIVE;
    boolean shared = engine.encoding() == Encoding.PRIVATE;
    object.put("tensor", Names.of(engine.encoding()));
    object.put("masks", encoded ? Names.of(engine.masks()) : null);
    object.put("truncation", encoded ? Names.of(engine.truncation()) : null);
    object.put("rounding", engine.encoding() == Encoding.PUBLIC ? Names.of(engine.rounding()) : null);
    object.put("security", shared ? "semi-honest" : "none");
    object.put("preprocessing", shared ? "trusted dealer" : null);
    object.put("precisionBits", encoded ? (Integer) engine.precision().bits() : null);
    object.put("precisionBase", encoded ? (Integer) engine.precision().base() : null);
    object.put("integerBits", encoded ? (Integer) engine.precision().integerBits() : null);
    object.put("threads", engine.threads());
  }

  static void costs(ObjectNode object, ProcessCosts costs) {
    JsonLines.put(object, "wallSeconds", costs.wallSeconds());
    JsonLines.put(object, "cpuSeconds", costs.cpuSeconds());
    JsonLines.put(object, "peakHeapMiB", costs.peakHeapMiB());
  }

  /// Party 0's totals, then each role's.
  static void traffic(ObjectNode object, Traffic traffic) {
    Count first = Traffic.total(traffic.party0());
    object.put("valuesOpened", first.values()).put("bytesSent", first.bytes()).put("rounds", first.rounds());
    role(object, "party1", Traffic.total(traffic.party1()));
    role(object, "dealer", Traffic.total(traffic.dealer()));
  }

  private static void role(ObjectNode object, String name, Count total) {
    object.putObject(name).put("values", total.values()).put("bytes", total.bytes()).put("rounds", total.rounds());
  }

  private static void counts(ObjectNode object, List<Count> counts) {
    ArrayNode array = object.putArray("counts");
    for (Count count : counts) {
      array.addObject().put("layer", count.layer()).put("phase", Names.of(count.phase()))
          .put("values", count.values()).put("bytes", count.bytes()).put("rounds", count.rounds());
    }
  }
}
