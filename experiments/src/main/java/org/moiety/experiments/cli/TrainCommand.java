package org.moiety.experiments.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.ProcessCosts;
import org.moiety.experiments.report.ProfileReport;
import org.moiety.experiments.report.ProfileText;
import org.moiety.experiments.report.Progress;
import org.moiety.experiments.report.Trace;
import org.moiety.experiments.report.TrainReport;
import org.moiety.experiments.report.TrainText;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Profiler;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.run.TimeProfile;
import org.moiety.experiments.run.TrainRun;
import org.moiety.experiments.run.TrainSettings;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.dealer.Bystanders;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/// `moiety train`.
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class, description = {"Trains a network, by default on secret shares.",
        "Both parties and the dealer run in this process. Without options a small run ends in less than a minute.",
        ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety train",
        "  moiety train --data mnist --save digits.safetensors       60,000 images, on shares",
        "  moiety train --tensor public --rounding replay            the same weights, in the clear",
        "  moiety train --tensor native --activation relu            ordinary training, for comparison",
        "  moiety train --masks reuse --truncation local --counts    what SV18's protocol opens"})
final class TrainCommand implements Callable<Integer> {
  @ArgGroup(validate = false, heading = "%nWhat to train:%n")
  private TrainOptions options = new TrainOptions();

  @ArgGroup(validate = false, heading = "%nHow to compute:%n")
  private TensorOptions tensors = new TensorOptions();

  @ArgGroup(validate = false, heading = "%nBetween the parties:%n")
  private NetworkOptions network = new NetworkOptions();

  @ArgGroup(validate = false, heading = "%nOutput:%n")
  private TrainOutputOptions output = new TrainOutputOptions();

  @Override
  public Integer call() {
    TrainSettings settings = options.settings(tensors, network);
    Path save = output.save();
    if (save != null) {
      AtomicFile.check(save);
    }
    checkTrace(settings);
    Progress progress = new Progress(System.err, Terminal.errMovesCursor());
    TrainRun run = TrainRun.prepare(settings,
        output.quiet() ? Data.settings() : Data.settings().withProgress(progress));
    TrainRun.Result result;
    try (Profiler profiler = output.profile() ? Profiler.start() : null) {
      result = traced(bystanders -> output.json()
          ? inJson(run, progress, profiler, bystanders)
          : inText(run, progress, profiler, bystanders));
    }
    if (save != null) {
      SavedModel.of(settings, result).write(save, ManifestVersion.number());
    }
    return 0;
  }

  private void checkTrace(TrainSettings settings) {
    Path trace = output.trace();
    if (trace == null) {
      if (output.traceAll()) {
        throw new UsageException("--trace-all is for --trace FILE");
      }
      return;
    }
    if (settings.engine().encoding() != Encoding.PRIVATE) {
      throw new UsageException("--trace is for --tensor private; nothing is sent where nothing is shared");
    }
    AtomicFile.check(trace);
  }

  /// Runs with those who watch, and keeps what they wrote if it went well.
  private TrainRun.Result traced(Function<Bystanders, TrainRun.Result> training) {
    Path trace = output.trace();
    if (trace == null) {
      return training.apply(Bystanders.NONE);
    }
    List<TrainRun.Result> results = new ArrayList<>();
    AtomicFile.writeSecret(trace, out -> {
      try {
        results.add(training.apply(new Trace(out, output.traceAll()).bystanders()));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    });
    return results.getFirst();
  }

  private TrainRun.Result inJson(TrainRun run, Progress progress, @Nullable Profiler profiler, Bystanders bystanders) {
    JsonLines lines = new JsonLines(Terminal.utf8Out());
    lines.print(TrainReport.start(run, ManifestVersion.number()));
    TrainingListener shown = shown(run, progress);
    TrainRun.Result result = run.run(new TrainingListener() {
      @Override
      public void iteration(Iteration report) {
        lines.print(TrainReport.iteration(report));
        shown.iteration(report);
      }

      @Override
      public void epoch(Epoch report) {
        lines.print(TrainReport.epoch(report));
        shown.epoch(report);
      }

      @Override
      public void testing(int done, int of) {
        shown.testing(done, of);
      }
    }, bystanders);
    if (profiler != null) {
      ProfileReport.print(profiler.stop(), lines);
    }
    lines.print(TrainReport.summary(run, result, ProcessCosts.now(), ManifestVersion.number()));
    return result;
  }

  private TrainRun.Result inText(TrainRun run, Progress progress, @Nullable Profiler profiler, Bystanders bystanders) {
    TrainRun.Result result = run.run(shown(run, progress), bystanders);
    @Nullable
    TimeProfile profile = profiler == null ? null : profiler.stop();
    new TrainText(System.out).print(run, result, ProcessCosts.now(), TrainOptions.sameWeights(run.settings()),
        output.counts());
    if (profile != null) {
      new ProfileText(System.out).print(profile);
    }
    return result;
  }

  private TrainingListener shown(TrainRun run, Progress progress) {
    return output.quiet()
        ? TrainingListener.NONE
        : progress.training(run.settings().epochs(), run.examples(), run.testExamples());
  }
}
