package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.run.Traffic;
import org.moiety.experiments.session.PredictRun;
import org.moiety.experiments.session.RoleRun;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.experiments.session.SentTo;
import org.moiety.experiments.session.SessionSettings;
import org.moiety.experiments.session.Task;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.train.Standing;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.SessionRole;

/// The figures of one role of a session, as JSON.
public final class RoleReport {
  private RoleReport() {}

  public static ObjectNode listening(Endpoint at) {
    return JsonLines.event("listening").put("host", at.host()).put("port", at.port());
  }

  public static ObjectNode started(RoleSettings settings, RoleRun.Started session) {
    ObjectNode object = JsonLines.event("start");
    session(object, settings, session);
    JsonLines.put(object, "seconds", ProcessCosts.secondsSinceStart());
    return object;
  }

  public static ObjectNode checkpoint(Standing standing) {
    ObjectNode object = JsonLines.event("checkpoint").put("epoch", standing.epoch()).put("iteration",
        standing.batches());
    JsonLines.put(object, "seconds", ProcessCosts.secondsSinceStart());
    return object;
  }

  /// What came out, and what it cost this role.
  public static ObjectNode summary(RoleSettings settings, RoleRun.Result result, ProcessCosts costs,
      String version) {
    ObjectNode object = JsonLines.event("summary");
    session(object, settings, result.session());
    object.put("version", version);
    List<TrainingListener.Epoch> epochs = result.epochs();
    JsonLines.put(object, "trainLoss", epochs.isEmpty() ? Double.NaN : epochs.getLast().trainLoss());
    JsonLines.put(object, "trainAccuracy", epochs.isEmpty() ? Double.NaN : epochs.getLast().trainAccuracy());
    JsonLines.put(object, "testAccuracy", epochs.isEmpty() ? Double.NaN : epochs.getLast().testAccuracy());
    RunFields.costs(object, costs);
    sent(object, result.sent(), result.networkBytes(), result.sentTo());
    object.put("iterations", result.iterations().count()).put("mostBytesInAnIteration",
        result.iterations().mostBytes());
    RunFields.truncations(object, result.truncationRisk());
    object.put("weightsSha256", result.weights() == null ? null : SavedModel.sha256(weights(result)));
    RunFields.counts(object, result.sent());
    return object;
  }

  /// A prediction that begins.
  public static ObjectNode started(RoleSettings settings, String sessionId) {
    ObjectNode object = JsonLines.event("start");
    session(object, settings, sessionId);
    JsonLines.put(object, "seconds", ProcessCosts.secondsSinceStart());
    return object;
  }

  /// What a prediction cost this role.
  public static ObjectNode summary(PredictRun run, PredictRun.Result result, ProcessCosts costs, String version) {
    ObjectNode object = JsonLines.event("summary");
    session(object, run.settings(), result.sessionId());
    object.put("examples", result.images()).put("version", version);
    RunFields.costs(object, costs);
    sent(object, result.sent(), result.networkBytes(), result.sentTo());
    RunFields.truncations(object, result.truncationRisk());
    RunFields.counts(object, result.sent());
    return object;
  }

  private static void sent(ObjectNode object, List<Count> counts, long networkBytes,
      Map<SessionRole, SentTo> peers) {
    Count sent = Traffic.total(counts);
    object.put("valuesSent", sent.values()).put("bytesSent", sent.bytes()).put("rounds", sent.rounds())
        .put("networkBytes", networkBytes);
    ObjectNode sentTo = object.putObject("sentTo");
    peers.forEach((role, to) -> sentTo.putObject(Names.of(role)).put("bytes", to.bytes()).put("networkBytes",
        to.networkBytes()));
  }

  /// The weights that were revealed to a party.
  public static MutableOrderedMap<String, Revealed> weights(RoleRun.Result result) {
    MutableOrderedMap<String, Revealed> weights = result.weights();
    if (weights == null) {
      throw new IllegalStateException("the weights were not revealed to this role");
    }
    return weights;
  }

  private static void session(ObjectNode object, RoleSettings settings, RoleRun.Started started) {
    session(object, settings, started.sessionId());
    training(object, settings.session().training());
    object.put("examples", started.examples()).put("testExamples", started.testExamples()).put("batchesDone",
        started.batchesDone());
  }

  private static void session(ObjectNode object, RoleSettings settings, String sessionId) {
    object.put("role", Names.of(settings.role())).put("session", sessionId);
    settings(object, settings.session());
    object.put("preprocessing", settings.preprocessing() == null ? "trusted dealer" : "trusted dealer, ahead")
        .put("threads", settings.threads());
  }

  static void training(ObjectNode object, Task.Training training) {
    object.put("epochs", training.epochs()).put("learningRate", training.learningRate()).put("seed", training.seed())
        .put("release", Names.of(training.release())).put("checkpointEvery", training.checkpointEvery())
        .put("dataOwners", training.hub() == null ? 1 : training.hub().dataOwners())
        .put("schedule", training.hub() == null ? null : Names.of(training.hub().schedule()));
  }

  /// What all roles are told, whatever they do.
  static void settings(ObjectNode object, SessionSettings session) {
    object.put("model", session.model().name()).put("tensor", "private")
        .put("security", Names.of(session.protocol().security()))
        .put("masks", Names.of(session.protocol().masks())).put("truncation", Names.of(session.protocol().truncation()))
        .put("precisionBits", session.precision().bits())
        .put("precisionBase", session.precision().base()).put("integerBits", session.precision().integerBits())
        .put("batchSize", session.batchSize()).put("secretsFromSeed", session.insecureSeed() != null);
  }
}
