package org.moiety.experiments.experiment;

import java.util.ArrayList;
import java.util.List;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table.Cell;

/// Table 4: what computing in the field costs, without secrets.
final class FieldExperiment implements Experiment {
  /// A row of the paper's table.
  private record Row(String name, String id, String tensor, String activation, double paperSeconds, double paperRatio,
      double paperAccuracy, double weight) {}

  private static final List<Row> ROWS = List.of(
      new Row("native", "native-relu", "native", "relu", 59, 1, 86.3, 7),
      new Row("public, ReLU exact", "public-relu", "public", "relu", 5_842, 99.0, 86.3, 35),
      new Row("public, ReLU approximated", "public-relu-approx", "public", "relu-approx", 6_748, 114.4, 83.2, 35),
      new Row("native, ReLU approximated", "native-relu-approx", "native", "relu-approx", Double.NaN, Double.NaN,
          Double.NaN, 7));

  @Override
  public String name() {
    return "field";
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    List<Piece> pieces = new ArrayList<>();
    ROWS.forEach(row -> pieces.add(piece(plan, "shallow", row)));
    ROWS.stream().filter(row -> row.activation.equals("relu-approx"))
        .forEach(row -> pieces.add(piece(plan, "deep", row)));
    return pieces;
  }

  private static CommandPiece piece(Plan plan, String model, Row row) {
    return plan.train("train-" + model + "-" + row.id, model + ", " + row.name,
        row.weight * (model.equals("deep") ? 2.5 : 1),
        null, "--model", model, "--tensor", row.tensor, "--activation", row.activation);
  }

  /// The shallow network in the clear, approximated: what a private run is compared with.
  static CommandPiece publicRun(Plan plan, String model) {
    return piece(plan, model, ROWS.get(2));
  }

  @Override
  public Section section(Plan plan, Results results) {
    Table.Builder table = Table.named("field-table4", "Table 4: one epoch of the shallow network", "tensor",
        "time, SV18", "time here", "ratio, SV18", "ratio here", "accuracy, SV18", "accuracy here",
        "processor time here");
    double nativeSeconds = results.of(piece(plan, "shallow", ROWS.getFirst())).wallSeconds();
    for (Row row : ROWS) {
      PieceResult result = results.of(piece(plan, "shallow", row));
      boolean inPaper = !Double.isNaN(row.paperSeconds);
      table.row(Cell.label(row.name), inPaper ? Numbers.paperTime(row.paperSeconds) : Cell.none(),
          Numbers.measuredTime(result.wallSeconds()),
          inPaper && row.paperRatio > 1 ? Numbers.paperRatio(row.paperRatio) : Cell.none(),
          Numbers.measuredRatio(result.wallSeconds() / nativeSeconds),
          inPaper ? Numbers.paperPercent(row.paperAccuracy) : Cell.none(),
          Numbers.measuredPercent(result.testAccuracy()), Numbers.measuredTime(result.processorSeconds()));
    }
    table.note("Time is that of the whole command, on all processors: "
        + (plan.quick()
            ? "loading, one epoch, test, in a JVM that all runs share. "
            : "start of the JVM, loading, one epoch, test. ")
        + "SV18 give the processor time of one epoch on another machine.");
    Table.Builder deep = Table.named("field-deep", "The same for the deep network (not in the paper)", "tensor", "time",
        "ratio", "accuracy", "processor time");
    double deepNative = results.of(piece(plan, "deep", ROWS.get(3))).wallSeconds();
    for (Row row : List.of(ROWS.get(3), ROWS.get(2))) {
      PieceResult result = results.of(piece(plan, "deep", row));
      deep.row(Cell.label(row.name), Numbers.measuredTime(result.wallSeconds()),
          Numbers.measuredRatio(result.wallSeconds() / deepNative), Numbers.measuredPercent(result.testAccuracy()),
          Numbers.measuredTime(result.processorSeconds()));
    }
    double ratio = results.of(publicRun(plan, "shallow")).wallSeconds() / nativeSeconds;
    return new Section(name(), "Computing in the field (table 4)",
        Numbers.format("An epoch on field elements takes %.1f times as long as on floats (SV18: 99 to 114 times).",
            ratio),
        List.of(new Text(
            "The same network on floats and on fixed-point numbers in a field of 127 bits, in the clear: what the encoding alone costs, and whether "
                + "24 fraction bits are enough."),
            table.build(), deep.build()),
        Experiments.commands(pieces(plan)));
  }
}
