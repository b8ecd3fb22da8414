package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.Predictions;
import org.moiety.experiments.report.Progress;
import org.moiety.experiments.report.TestReport;
import org.moiety.experiments.run.Pictures;
import org.moiety.experiments.run.TestRun;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.model.Model;
import org.moiety.layers.train.TrainingListener;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety predict`.
@Command(name = "predict", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = "Classifies images with a saved network, by default on secret shares.",
    footerHeading = "%nExamples:%n", footer = {"  moiety predict --weights digits.safetensors four.png seven.png",
        "  moiety predict --weights digits.safetensors --limit 10 t10k-images-idx3-ubyte.gz",
        "PNGs have the size that the network takes; digits are white on black."})
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "IMAGES", arity = "1..*", description = "PNG files, or IDX files of images.")
  private List<Path> files;

  @Mixin
  private WeightsOptions weights;

  @Option(names = "--limit", paramLabel = "N", description = "The first N images of each IDX file.%nDefault: all.")
  private int limit = Integer.MAX_VALUE;

  @ArgGroup(validate = false, heading = "%nHow to compute:%n")
  private TensorOptions tensors = new TensorOptions();

  @Option(names = "--probabilities", description = "Print the probability of each class.")
  private boolean probabilities;

  @ArgGroup(validate = false, heading = "%nOutput:%n")
  private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit " + limit + ", expected at least 1");
    }
    TestRun run = weights.run(tensors);
    Model model = Model.build(run.saved().model(), run.activation(), true);
    Pictures pictures = Pictures.read(files, model.inputShape(), model.classes(), limit);
    Progress progress = new Progress(System.err, Terminal.errMovesCursor());
    TestRun.Result result = run.run(pictures.images(), output.quiet() ? TrainingListener.NONE : progress.testing());
    TestReport report = new TestReport(run, result, ManifestVersion.number());
    if (output.json()) {
      report.predictions(pictures.names(), new JsonLines(Terminal.utf8Out()));
    } else {
      new Predictions(pictures.names(), result.test()).print(probabilities, System.out);
    }
    return 0;
  }
}
