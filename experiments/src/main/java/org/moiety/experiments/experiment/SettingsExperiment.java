package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.moiety.experiments.experiment.LearningCurve.Reached;
import org.moiety.experiments.experiment.Plot.Axis;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table.Cell;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;

/// Accuracy and convergence against learning rate, batch size and the interval that ReLU is fitted on.
final class SettingsExperiment implements Experiment {
  private static final List<String> RATES = List.of("0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1");
  private static final List<Integer> BATCHES = List.of(16, 32, 64, 128, 256, 512);
  private static final int USUAL_BATCH = 128;
  private static final List<Double> INTERVALS = List.of(0.5, 1.0, 2.0, 4.0, 8.0);
  private static final double USUAL_INTERVAL = 1;
  /// Training accuracy that a run is timed to, in steps.
  private static final double TARGET = 0.8;
  /// Examples that a point of the learning curves is the mean of, and in a quick run.
  private static final int CURVE_WINDOW = 2 * LearningCurve.WINDOW;
  private static final int QUICK_CURVE_WINDOW = 128;

  /// A run of a series, and the value that it was made with.
  private record Run(double value, PieceResult result) {}

  @Override
  public String name() {
    return "settings";
  }

  /// With the learning rate that belongs to the data.
  private static CommandPiece usual(Plan plan) {
    return train(plan, "usual", "the usual settings", "shallow");
  }

  private static CommandPiece rate(Plan plan, String rate) {
    return train(plan, "rate-" + rate, "learning rate " + rate, "shallow", "--learning-rate", rate);
  }

  private static CommandPiece batch(Plan plan, int batch) {
    return batch == USUAL_BATCH
        ? usual(plan)
        : train(plan, "batch-" + batch, "batches of " + batch, "shallow", "--batch-size", Integer.toString(batch));
  }

  private static CommandPiece interval(Plan plan, double interval) {
    return interval == USUAL_INTERVAL
        ? usual(plan)
        : train(plan, "interval-" + text(interval), "ReLU fitted on " + text(interval),
            model(folder(plan), interval).toString()).reading(models(plan));
  }

  private static CommandPiece train(Plan plan, String id, String title, String model, String... options) {
    List<String> all = new ArrayList<>(List.of("--model", model, "--tensor", "native"));
    all.addAll(List.of(options));
    return plan.tryToTrain("settings-" + id, "shallow, " + title, 7, null, all.toArray(String[]::new));
  }

  private static Path folder(Plan plan) {
    return plan.out().resolve("data").resolve("settings-models");
  }

  private static Path model(Path folder, double interval) {
    return folder.resolve("shallow-relu-" + text(interval) + ".json");
  }

  private static String text(double interval) {
    return interval == Math.rint(interval) ? Integer.toString((int) interval) : Double.toString(interval);
  }

  private static String description(double interval) {
    ModelSpec shallow = ModelSpec.shallow();
    return ModelFile.text(new ModelSpec("shallow-relu-" + text(interval), shallow.input(),
        shallow.layers().stream()
            .map(layer -> layer instanceof LayerSpec.ReluSpec relu
                ? new LayerSpec.ReluSpec(relu.degree(), interval)
                : layer)
            .toList()));
  }

  private static DataPiece models(Plan plan) {
    return new DataPiece("settings-models", "model files", 0.1,
        INTERVALS.stream().map(SettingsExperiment::description).toList(), folder(plan),
        SettingsExperiment::writeModels);
  }

  private static ObjectNode writeModels(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileException.of(folder, "made", e);
    }
    ObjectNode written = JsonNodeFactory.instance.objectNode().put("event", "models");
    for (double interval : INTERVALS) {
      Path file = model(folder, interval);
      AtomicFile.write(file, (description(interval) + "\n").getBytes(StandardCharsets.UTF_8));
      written.put(text(interval), file.toString());
    }
    return written;
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    List<Piece> pieces = new ArrayList<>(List.of(usual(plan)));
    RATES.forEach(rate -> pieces.add(rate(plan, rate)));
    BATCHES.stream().filter(batch -> batch != USUAL_BATCH).forEach(batch -> pieces.add(batch(plan, batch)));
    pieces.add(models(plan));
    INTERVALS.stream().filter(interval -> interval != USUAL_INTERVAL)
        .forEach(interval -> pieces.add(interval(plan, interval)));
    return pieces;
  }

  @Override
  public Section section(Plan plan, Results results) {
    List<Run> rates = RATES.stream().map(rate -> new Run(Double.parseDouble(rate), results.of(rate(plan, rate))))
        .toList();
    List<Run> batches = BATCHES.stream().map(batch -> new Run(batch, results.of(batch(plan, batch)))).toList();
    List<Run> intervals = INTERVALS.stream().map(each -> new Run(each, results.of(interval(plan, each))))
        .toList();
    String usualRate = results.of(usual(plan)).start().path("learningRate").asText();
    int window = plan.quick() ? QUICK_CURVE_WINDOW : CURVE_WINDOW;
    return new Section(name(), "Learning rate, batch size, interval of ReLU", found(rates, batches, intervals),
        List.of(
            new Text("What to choose for data of one's own: the shallow network with the approximated ReLU, one epoch "
                + "on floats, whose accuracy is that on shares. One setting varies, the others are the usual ones: "
                + "learning rate " + usualRate + ", batches of " + USUAL_BATCH + ", ReLU fitted on [-1, 1]."),
            table("settings-rate", "Learning rate", "learning rate", rates),
            plot("settings-rate-plot", "Accuracy by learning rate", "learning rate", rates),
            new Plot("settings-rate-course", "Training accuracy, mean over every " + window + " examples",
                Axis.linear("examples"), Axis.linear("accuracy in %"), courses(rates, window)),
            new Text("A step too small wastes an epoch; one too large throws the weights about until the polynomial, "
                + "which is near ReLU on its interval only, takes them away for good."),
            table("settings-batch", "Batch size", "batch size", batches),
            plot("settings-batch-plot", "Accuracy by batch size", "batch size", batches),
            new Text("Small batches make more steps of an epoch. On shares a step has a price of its own, its rounds, "
                + "so large batches cost less; a larger batch wants a larger learning rate."),
            table("settings-interval", "Interval of ReLU", "fitted on -r to r, r", intervals),
            plot("settings-interval-plot", "Accuracy by interval of ReLU", "interval", intervals),
            new Text("On a narrow interval the polynomial bends sharply near zero and runs away soon beyond; on a wide "
                + "one it is nearly straight where the values are.")),
        Experiments.commands(pieces(plan)));
  }

  private static Table table(String id, String caption, String column, List<Run> runs) {
    Table.Builder table = Table.named(id, caption, column, "test accuracy", "training loss at the end",
        "steps to 80 %", "examples to 80 %", "outcome");
    for (Run run : runs) {
      PieceResult result = run.result;
      LearningCurve curve = new LearningCurve(result);
      Reached reached = curve.reached(TARGET);
      boolean never = reached.equals(Reached.NEVER);
      double loss = curve.lastLoss();
      table.row(Cell.label(Numbers.format("%s", text(run.value))),
          result.failed() ? Cell.none() : Numbers.measuredPercent(result.testAccuracy()),
          result.failed() || !Double.isFinite(loss)
              ? Cell.none()
              : Cell.measured(Numbers.format("%.3f", loss), loss),
          never ? Cell.measured("not reached") : Cell.measured(Numbers.format("%,d", reached.step()), reached.step()),
          never
              ? Cell.measured("not reached")
              : Cell.measured(Numbers.format("%,d", reached.examples()), reached.examples()),
          Cell.measured(result.failed() ? result.failure() : "trained"));
    }
    return table.note(Numbers.format(
        "Training loss: mean over the last tenth of the steps. 80 %% is the training accuracy, in the mean over the last %,d examples.",
        LearningCurve.WINDOW)).build();
  }

  private static Plot plot(String id, String caption, String axis, List<Run> runs) {
    List<Run> there = runs.stream().filter(run -> !run.result.failed()).toList();
    return new Plot(id, caption, Axis.logarithmic(axis), Axis.linear("accuracy in %"),
        List.of(new Curve("test accuracy after one epoch", there.stream().mapToDouble(Run::value).toArray(),
            there.stream().mapToDouble(run -> 100 * run.result.testAccuracy()).toArray(), Style.LINE)));
  }

  private static List<Curve> courses(List<Run> rates, int window) {
    return rates.stream().map(run -> new LearningCurve(run.result).accuracy(text(run.value), window,
        run.result.failed() ? Style.DASHED : Style.LINE)).filter(curve -> curve.x().length > 1).toList();
  }

  private static String found(List<Run> rates, List<Run> batches, List<Run> intervals) {
    return "Best after one epoch: learning rate " + best(rates) + ", batches of " + best(batches)
        + ", ReLU fitted up to " + best(intervals) + "; " + diverged(rates);
  }

  private static String best(List<Run> runs) {
    Optional<Run> best = runs.stream().filter(run -> !run.result.failed())
        .max(Comparator.comparingDouble(run -> run.result.testAccuracy()));
    return best.map(run -> text(run.value) + " (" + Numbers.percent(run.result.testAccuracy()) + ")").orElse("none");
  }

  private static String diverged(List<Run> rates) {
    List<String> failed = rates.stream().filter(run -> run.result.failed()).map(run -> text(run.value)).toList();
    return failed.isEmpty()
        ? "no learning rate diverged."
        : "diverged: learning rate " + String.join(", ", failed) + ".";
  }
}
