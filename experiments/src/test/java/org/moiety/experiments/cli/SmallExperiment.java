package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.moiety.experiments.experiment.CommandPiece;
import org.moiety.experiments.experiment.DataPiece;
import org.moiety.experiments.experiment.Experiment;
import org.moiety.experiments.experiment.ExperimentRun;
import org.moiety.experiments.experiment.Piece;
import org.moiety.experiments.experiment.Plan;
import org.moiety.experiments.experiment.Results;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.Table;
import org.moiety.experiments.experiment.Table.Cell;
import org.moiety.experiments.experiment.report.ReportWriter;

/// A program that runs an experiment as `moiety experiment` does, the smallest that has all kinds of pieces: data, trainings, and one that fails.
final class SmallExperiment implements Experiment {
  static final int TRAININGS = 4;
  private static final int FAILING = 2;

  private SmallExperiment() {}

  /// @param args `--out DIR [--restart]`
  public static void main(String[] args) {
    Plan plan = new Plan("strokes", true, null, Path.of(args[1]));
    List<Section> sections = new ExperimentRun(plan, List.of(new SmallExperiment()), "test", args.length > 2)
        .run(ExperimentRun.Listener.NONE);
    System.out.println(new ReportWriter(plan, "test", "a test").write(sections));
  }

  @Override
  public String name() {
    return "small";
  }

  private static Path model(Path folder) {
    return folder.resolve("tiny.json");
  }

  private static DataPiece data(Plan plan) {
    return new DataPiece("model", "a model", 0.1, List.of("tiny"), plan.out().resolve("data"), folder -> {
      try {
        Files.createDirectories(folder);
        Files.writeString(model(folder), """
            {"input": [1, 28, 28], "layers": [{"type": "flatten"}, {"type": "dense", "units": 8}, {"type": "square"},
              {"type": "dense", "units": 10}]}
            """);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return JsonNodeFactory.instance.objectNode().put("event", "data");
    });
  }

  private static CommandPiece training(Plan plan, int number) {
    return plan.tryToTrain("train-" + number, "training " + number, 1, null, "--model",
        model(plan.out().resolve("data")).toString(), "--tensor", "native", "--epochs", "3", "--batch-size", "16",
        "--seed", Integer.toString(number), "--learning-rate", number == FAILING ? "100" : "0.1");
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    List<Piece> pieces = new ArrayList<>(List.of(data(plan)));
    IntStream.rangeClosed(1, TRAININGS).forEach(number -> pieces.add(training(plan, number)));
    return pieces;
  }

  @Override
  public Section section(Plan plan, Results results) {
    Table.Builder table = Table.named("small", "Trainings", "seed", "accuracy", "weights", "failed");
    for (int number = 1; number <= TRAININGS; number++) {
      var result = results.of(training(plan, number));
      table.row(Cell.label(Integer.toString(number)), Cell.measured(Double.toString(result.testAccuracy())),
          Cell.measured(result.weightsSha256()), Cell.measured(Boolean.toString(result.failed())));
    }
    return new Section(name(), "Small", "", List.of(table.build()), List.of());
  }
}
