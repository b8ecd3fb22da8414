package org.moiety.experiments.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.report.Predictions;
import org.moiety.experiments.report.ProcessCosts;
import org.moiety.experiments.report.RoleReport;
import org.moiety.experiments.run.Pictures;
import org.moiety.experiments.session.PredictRun;
import org.moiety.experiments.session.RoleLog;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.layers.train.TrainingListener;

/// Runs one role of a prediction, and tells its user what came of it.
final class RolePrediction {
  private final RoleSettings settings;
  private final RoleOutput output;
  private final RoleLog log;

  RolePrediction(RoleSettings settings, RoleOutput output, RoleLog log) {
    this.settings = settings;
    this.output = output;
    this.log = log;
  }

  /// @param pictures the data owner's; null elsewhere
  /// @param network the file with what this role has of the network; null for nothing
  /// @param probabilities print the probability of each class
  void run(@Nullable Pictures pictures, @Nullable Path network, boolean probabilities) {
    PredictRun run = PredictRun.prepare(settings, ManifestVersion.number(),
        pictures == null ? null : pictures.images(), network);
    run.run(log.before(new Shown(run, pictures, probabilities)));
  }

  private void print(PredictRun.Result result, @Nullable Pictures pictures, boolean probabilities) {
    Predictions predictions = pictures == null || result.test() == null
        ? null
        : new Predictions(pictures.names(), result.test());
    if (predictions != null && output.json()) {
      predictions.print(output.lines());
    } else if (predictions != null) {
      predictions.print(probabilities, System.out);
    }
  }

  private void printSummary(PredictRun run, PredictRun.Result result) {
    if (output.json()) {
      output.lines().print(RoleReport.summary(run, result, ProcessCosts.now(), ManifestVersion.number()));
    } else if (result.test() == null) {
      System.out
          .println("Classified " + result.images() + " images of the data owner's, who alone knows what came of it."
              + System.lineSeparator() + "  session         " + result.sessionId());
    }
  }

  private final class Shown extends MeetingOutput<PredictRun.Result> implements PredictRun.Listener {
    private final TrainingListener shown = output.quiet() ? TrainingListener.NONE : output.progress().testing();
    private final PredictRun run;
    private final @Nullable Pictures pictures;
    private final boolean probabilities;

    Shown(PredictRun run, @Nullable Pictures pictures, boolean probabilities) {
      super(output);
      this.run = run;
      this.pictures = pictures;
      this.probabilities = probabilities;
    }

    @Override
    public void complete(PredictRun.Result result) {
      print(result, pictures, probabilities);
    }

    @Override
    public void ended(PredictRun.Result result) {
      printSummary(run, result);
    }

    @Override
    public void started(String sessionId) {
      if (output.json()) {
        output.lines().print(RoleReport.started(settings, sessionId));
      }
      tell("session " + sessionId + " has begun");
    }

    @Override
    public void testing(int done, int of) {
      shown.testing(done, of);
    }
  }
}
