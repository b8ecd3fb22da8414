package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.experiment.CommandPiece;
import org.moiety.experiments.experiment.Experiment;
import org.moiety.experiments.experiment.ExperimentRun;
import org.moiety.experiments.experiment.Experiments;
import org.moiety.experiments.experiment.Plan;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.report.ReportWriter;
import org.moiety.experiments.report.Progress;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety experiment`.
@Command(name = "experiment", mixinStandardHelpOptions = true, sortOptions = false,
    usageHelpWidth = Main.HELP_COLUMNS, versionProvider = ManifestVersion.class,
    description = {"Reproduces the tables and figures of SV18 on real runs, and sets them beside the paper's.",
        "Each run is a moiety command in a JVM of its own (with --quick, all in one); its result is kept, so that the same command goes on where it was stopped.",
        ""},
    footerHeading = "%nExamples:%n",
    footer = {"  moiety experiment all --quick                  every table and plot, in minutes",
        "  moiety experiment all --data mnist             the real thing",
        "  moiety experiment settings --data my-folder    which learning rate and batch size to choose",
        "  moiety experiment communication --model my-net.json --data my-folder"})
final class ExperimentCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "One of ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private String name = Experiments.ALL;

  @Option(names = "--data", paramLabel = "DATA",
      description = "strokes (generated digits), mnist, or a folder with four IDX files.%nDefault: strokes.")
  private String data = TrainOptions.STROKES;

  @Option(names = "--model", paramLabel = "MODEL",
      description = "With communication: a network of your own, as a JSON file (docs/MODELS.md).")
  private @Nullable String model;

  @Option(names = "--quick",
      description = "Train on 1,280 examples, test on 500: every table and plot in minutes, to look at, not to "
          + "quote.")
  private boolean quick;

  @Option(names = "--out", paramLabel = "DIR",
      description = "Folder of the report, and of each run's result, so that what was stopped goes on.%n"
          + "Default: moiety-NAME, or moiety-NAME-quick.")
  private @Nullable Path out;

  @Option(names = "--restart", description = "Forget the results in the folder and run everything again.")
  private boolean restart;

  @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
  private boolean quiet;

  /// What NAME may be.
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ExperimentCommand.names().iterator();
    }
  }

  private static List<String> names() {
    return Stream.concat(Experiments.names().stream(), Stream.of(Experiments.ALL)).toList();
  }

  @Override
  public Integer call() {
    List<Experiment> experiments = Experiments.named(name);
    if (experiments.isEmpty()) {
      throw new UsageException("no experiment '" + name + "', expected one of " + String.join(", ", names()));
    }
    if (model != null && !name.equals(Experiments.COMMUNICATION)) {
      throw new UsageException(
          "--model is for experiment " + Experiments.COMMUNICATION + "; the others are about the paper's networks");
    }
    if (model != null) {
      Trainer.requireFit(Model.build(TrainOptions.modelSpec(model), Activation.RELU_APPROX, true),
          DataSource.resolve(data, Data.settings()).train(Experiments.COMMUNICATION_EXAMPLES));
    }
    Path folder = out == null ? Path.of("moiety-" + name + (quick ? "-quick" : "")) : out;
    var _ = DataSource.resolve(data, Data.settings());
    Plan plan = new Plan(data, quick, model, folder);
    Progress progress = new Progress(System.err, Terminal.errMovesCursor());
    List<Section> sections = new ExperimentRun(plan, experiments, ManifestVersion.number(), restart)
        .run(quiet ? ExperimentRun.Listener.NONE : progress.pieces());
    System.out.println(new ReportWriter(plan, ManifestVersion.number(), command()).write(sections));
    return 0;
  }

  /// This command, without what changes nothing in the report.
  private String command() {
    List<String> words = new ArrayList<>(List.of("experiment", name, "--data", data));
    if (model != null) {
      words.addAll(List.of("--model", model));
    }
    if (quick) {
      words.add("--quick");
    }
    return CommandPiece.command(words);
  }
}
