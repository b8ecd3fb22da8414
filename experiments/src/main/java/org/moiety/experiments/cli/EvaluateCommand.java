package org.moiety.experiments.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.Progress;
import org.moiety.experiments.report.TestReport;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.TestRun;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.train.TrainingListener;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `moiety evaluate`.
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class, description = "Tests a saved network, by default on secret shares.",
    footerHeading = "%nExamples:%n", footer = {"  moiety evaluate --weights digits.safetensors --data mnist",
        "  moiety evaluate --weights digits.safetensors --tensor native"})
final class EvaluateCommand implements Callable<Integer> {
  private static final int STROKES_LIMIT = 2_000;

  @Mixin
  private WeightsOptions weights;

  @Option(names = "--data", paramLabel = "DATA",
      description = "strokes (generated digits), mnist, or a folder with four IDX files: the test examples.%n"
          + "Default: strokes.")
  private String data = TrainOptions.STROKES;

  @Option(names = "--limit", paramLabel = "N",
      description = "Test on the first N examples.%nDefault: all; " + STROKES_LIMIT + " strokes.")
  private @Nullable Integer limit;

  @ArgGroup(validate = false, heading = "%nHow to compute:%n")
  private TensorOptions tensors = new TensorOptions();

  @ArgGroup(validate = false, heading = "%nOutput:%n")
  private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new UsageException("--limit " + limit + ", expected at least 1");
    }
    TestRun run = weights.run(tensors);
    Progress progress = new Progress(System.err, Terminal.errMovesCursor());
    DataSource source = DataSource.resolve(data,
        output.quiet() ? Data.settings() : Data.settings().withProgress(progress));
    Integer count = limit == null && data.equals(TrainOptions.STROKES) ? (Integer) STROKES_LIMIT : limit;
    LabelledImages images = count == null ? source.test() : source.test(count);
    TestRun.Result result = run.run(images, output.quiet() ? TrainingListener.NONE : progress.testing());
    TestReport report = new TestReport(run, result, ManifestVersion.number());
    if (output.json()) {
      new JsonLines(Terminal.utf8Out()).print(report.evaluation(data));
    } else {
      report.printEvaluation(data, System.out);
    }
    return 0;
  }
}
