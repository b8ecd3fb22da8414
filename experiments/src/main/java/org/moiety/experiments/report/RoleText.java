package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.run.Traffic;
import org.moiety.experiments.session.RoleRun;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.experiments.session.SessionSettings;
import org.moiety.experiments.session.Task;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.SessionRole;

/// The figures of one role of a session, in words.
public final class RoleText {
  private final PrintStream out;
  private final RunText text;

  public RoleText(PrintStream out) {
    this.out = out;
    text = new RunText(out);
  }

  public void print(RoleSettings settings, RoleRun.Result result, ProcessCosts costs) {
    SessionSettings session = settings.session();
    Task.Training training = session.training();
    SessionRole role = settings.role();
    out.printf(Locale.ROOT, "Trained '%s' on secret shares, as %s: %s of %,d examples, batches of %d.%n",
        session.model().name(), who(role, training),
        training.epochs() == 1 ? "one epoch" : training.epochs() + " epochs",
        result.session().examples(), session.batchSize());
    out.println();
    List<TrainingListener.Epoch> epochs = result.epochs();
    if (!epochs.isEmpty()) {
      TrainText.accuracy(out, epochs.getLast(), result.session().testExamples());
    }
    text.time(costs);
    Count sent = Traffic.total(result.sent());
    text.role("sent", sent, role != SessionRole.DEALER);
    network(role, sent, result);
    text.truncations(result.truncationRisk().failureBound());
    if (result.weights() != null) {
      out.printf(Locale.ROOT, "  weights         SHA-256 %s%n", SavedModel.sha256(RoleReport.weights(result)));
    }
    out.printf(Locale.ROOT, "  session         %s%n%n", result.session().sessionId());
    out.println(switch (role) {
      case DATA_OWNER -> "Images and labels have left this machine as shares only.\n" + released(training.release());
      case MODEL_OWNER -> "The initial weights have left this machine as shares only.\n" + released(training.release());
      case DEALER -> "This role saw neither images nor weights, nor anything that the parties opened.";
    });
    out.println(switch (session.protocol().security()) {
      case SEMI_HONEST ->
        "Assumed: both parties follow the protocol (semi-honest), and a dealer that both trust makes the\nrandom masks.";
      case MALICIOUS ->
        "All that was opened was checked by MACs before anything was revealed (malicious security, with\nabort). Assumed: a dealer that both trust makes the random masks.";
    });
    if (session.insecureSeed() != null) {
      out.println("NOTHING WAS SECRET: all secrets followed from --insecure-seed.");
    }
  }

  private static String who(SessionRole role, Task.Training training) {
    Task.Hub hub = training.hub();
    if (hub == null) {
      return "the " + role.title();
    }
    String turns = hub.schedule() == Schedule.BATCHES ? " (a batch at each in turn)" : " (an epoch at each in turn)";
    return (role == SessionRole.DATA_OWNER
        ? "one of " + hub.dataOwners() + " data owners"
        : "the " + role.title() + " of " + hub.dataOwners() + " data owners") + turns;
  }

  private static String released(Release release) {
    return switch (release) {
      case MODEL_OWNER -> "The trained weights were revealed to the model owner alone.";
      case BOTH -> "The trained weights were revealed to both parties.";
      case NONE ->
        "Nobody has learned the trained weights: each party keeps its shares, and both must take part to use them.";
    };
  }

  /// What it was by iterations, and with all that networks add.
  private void network(SessionRole role, Count sent, RoleRun.Result result) {
    RoleRun.Iterations iterations = result.iterations();
    if (role == SessionRole.DEALER && iterations.count() > 0) {
      out.printf(Locale.ROOT,
          "  an iteration    %s to the model owner, at most %s; to a data owner nothing but seeds%n",
          RunText.bytes(sent.bytes() / iterations.count()), RunText.bytes(iterations.mostBytes()));
    }
    out.printf(Locale.ROOT, "  network         %s with encryption and all%s%n", RunText.bytes(result.networkBytes()),
        sent.values() == 0
            ? ""
            : String.format(Locale.ROOT, ", %.2f bytes for each value",
                result.networkBytes() / (double) sent.values()));
  }
}
