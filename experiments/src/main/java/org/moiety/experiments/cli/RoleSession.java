package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.report.ProcessCosts;
import org.moiety.experiments.report.RoleReport;
import org.moiety.experiments.report.RoleText;
import org.moiety.experiments.report.TrainReport;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.session.HubRun;
import org.moiety.experiments.session.RoleLog;
import org.moiety.experiments.session.RoleRun;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.experiments.session.Task;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.SharesFile;
import org.moiety.layers.model.Activation;
import org.moiety.layers.train.Standing;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.SessionRole;

/// Runs one role, and tells its user how far it is.
final class RoleSession {
  /// What a file with a network has besides numbers.
  private static final long SAVED_BYTES = 1 << 16;

  private final RoleSettings settings;
  private final RoleOutput output;
  private final RoleLog log;

  RoleSession(RoleSettings settings, RoleOutput output, RoleLog log) {
    this.settings = settings;
    this.output = output;
    this.log = log;
  }

  /// @param save where goes what this role has of the trained network; null for nowhere
  void run(@Nullable Path save) {
    try (AtomicFile.@Nullable Room room = save == null ? null : AtomicFile.reserve(save, bytesAtMost())) {
      DataSource.Settings where = output.quiet() ? Data.settings() : Data.settings().withProgress(output.progress());
      RoleRun.Listener listener = log.before(new Shown(save, room));
      if (settings.session().hub() == null) {
        RoleRun.prepare(settings, ManifestVersion.number(), where).run(listener);
      } else {
        HubRun.prepare(settings, ManifestVersion.number(), where).run(listener);
      }
    }
  }

  /// Of files with shares, which are larger than one with weights.
  private long bytesAtMost() {
    Task.Hub hub = settings.session().hub();
    return (hub == null || settings.role() != SessionRole.MODEL_OWNER ? 1 : hub.dataOwners()) * bytesOfShares();
  }

  private long bytesOfShares() {
    return SAVED_BYTES + 2L * SharesFile.ELEMENT_BYTES * settings.session().network().parameters().stream()
        .mapToLong(parameter -> parameter.shape().length()).sum();
  }

  private void keep(RoleRun.Result result, @Nullable Path save) {
    if (save == null) {
      return;
    }
    result.shares().forEach((name, shares) -> shares.write(sharesOf(name, save)));
    if (result.shares().isEmpty()) {
      Map<String, String> origin = new LinkedHashMap<>();
      origin.put("moiety.session", result.session().sessionId());
      origin.put("moiety.epochs", Integer.toString(settings.session().training().epochs()));
      SavedModel.of(settings.session().model(), Activation.RELU_APPROX, settings.session().precision(),
          RoleReport.weights(result), origin).write(save, ManifestVersion.number());
    }
  }

  /// Where shares of the session with a data owner go.
  ///
  /// @param name empty where there is one data owner
  static Path sharesOf(String name, Path save) {
    return name.isEmpty() ? save : Path.of(save + "." + name);
  }

  private void print(RoleRun.Result result) {
    if (output.json()) {
      output.lines().print(RoleReport.summary(settings, result, ProcessCosts.now(), ManifestVersion.number()));
    } else {
      new RoleText(System.out).print(settings, result, ProcessCosts.now());
    }
  }

  private final class Shown extends MeetingOutput<RoleRun.Result> implements RoleRun.Listener {
    private final @Nullable Path save;
    private final AtomicFile.@Nullable Room room;
    private TrainingListener shown = TrainingListener.NONE;

    /// @param room for what is saved
    Shown(@Nullable Path save, AtomicFile.@Nullable Room room) {
      super(output);
      this.save = save;
      this.room = room;
    }

    @Override
    public void complete(RoleRun.Result result) {
      if (room != null) {
        room.close();
      }
      keep(result, save);
    }

    @Override
    public void ended(RoleRun.Result result) {
      print(result);
    }

    @Override
    public void started(RoleRun.Started session) {
      if (output.json()) {
        output.lines().print(RoleReport.started(settings, session));
      }
      tell("session " + session.sessionId() + " has begun" + (session.batchesDone() == 0
          ? ""
          : ", after " + session.batchesDone() + " batches of earlier ones"));
      if (!output.quiet()) {
        shown = output.progress().training(settings.session().training().epochs(), session.examples(),
            session.testExamples());
      }
    }

    @Override
    public void checkpoint(Standing standing) {
      if (output.json()) {
        output.lines().print(RoleReport.checkpoint(standing));
      }
    }

    @Override
    public void iteration(Iteration report) {
      if (output.json()) {
        output.lines().print(TrainReport.iteration(report));
      }
      shown.iteration(report);
    }

    @Override
    public void epoch(Epoch report) {
      if (output.json()) {
        output.lines().print(TrainReport.epoch(report));
      }
      shown.epoch(report);
    }

    @Override
    public void testing(int done, int of) {
      shown.testing(done, of);
    }
  }
}
