package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.moiety.experiments.experiment.Plot.Axis;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table.Cell;
import org.moiety.layers.layer.Polynomial;

/// Figures 1 to 3: ReLU by polynomials, and what that does to training.
final class ReluExperiment implements Experiment {
  private static final int POINTS = 400;
  private static final int[] DEGREES = {3, 9};
  /// Training steps that figure 2 takes the mean over.
  private static final int WINDOW = 10;
  private static final int SHALLOW_EPOCHS = 4;
  private static final int DEEP_EPOCHS = 8;
  private static final List<String> MODELS = List.of("shallow", "deep");

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    List<Piece> pieces = new ArrayList<>();
    for (String model : MODELS) {
      pieces.add(training(plan, model, true));
      pieces.add(training(plan, model, false));
    }
    return pieces;
  }

  private static int epochs(String model) {
    return model.equals("deep") ? DEEP_EPOCHS : SHALLOW_EPOCHS;
  }

  private static CommandPiece training(Plan plan, String model, boolean exact) {
    String activation = exact ? "relu" : "relu-approx";
    boolean deep = model.equals("deep");
    return plan.train("train-" + model + "-native-" + activation + "-epochs", model + ", " + activation + ", native",
        epochs(model) * (deep ? 14 : 6), null, "--model", model, "--tensor", "native", "--activation", activation,
        "--epochs", Integer.toString(epochs(model)));
  }

  @Override
  public Section section(Plan plan, Results results) {
    List<Section.Block> blocks = new ArrayList<>();
    blocks.add(new Text("Shares cannot be compared with zero, so ReLU becomes the polynomial that is nearest to it on "
        + "[-1, 1] in the least-squares sense. Figure 1 is the function, its fits of order 3 and 9; the table, how far they are off."));
    blocks.add(figure1());
    blocks.add(errors());
    List<Curve> course = new ArrayList<>();
    List<Curve> tests = new ArrayList<>();
    Table.Builder accuracies = Table.named("relu-accuracy", "Accuracy on the test set",
        "network", "ReLU", "after one epoch", "best", "epochs to within 1 point of the exact best");
    for (String model : MODELS) {
      double target = best(results.of(training(plan, model, true))) - 0.01;
      for (boolean exact : new boolean[]{true, false}) {
        PieceResult result = results.of(training(plan, model, exact));
        String name = model + ", " + (exact ? "exact" : "approximated");
        course.add(course(name, result, exact ? Style.DASHED : Style.LINE));
        tests.add(tests(name, result, exact ? Style.DASHED : Style.LINE));
        int needed = epochsTo(result, target);
        accuracies.row(Cell.label(model), Cell.label(exact ? "exact" : "approximated"),
            Numbers.measuredPercent(result.events("epoch").getFirst().path("testAccuracy").asDouble()),
            Numbers.measuredPercent(best(result)),
            needed > 0
                ? Cell.measured(Integer.toString(needed), needed)
                : Cell.measured("not within " + epochs(model)));
      }
    }
    accuracies.note(
        "SV18: shallow converges in 1 epoch with the exact ReLU and in 2 with the approximated one, deep in 2 and 4; the "
            + "final accuracy does not differ.");
    blocks.add(new Plot("relu-figure2", "Figure 2: training accuracy, mean over every " + WINDOW + " steps",
        Axis.linear("training step"), Axis.linear("accuracy in %"), course));
    blocks.add(new Plot("relu-figure3", "Figure 3: accuracy on the test set after every epoch", Axis.linear("epoch"),
        Axis.linear("accuracy in %"), tests));
    blocks.add(accuracies.build());
    return new Section(name(), "ReLU by a polynomial (figures 1 to 3)", found(plan, results), blocks,
        Experiments.commands(pieces(plan)));
  }

  private static String found(Plan plan, Results results) {
    StringBuilder text = new StringBuilder("A polynomial in place of ReLU ends");
    for (String model : MODELS) {
      double loss = best(results.of(training(plan, model, true))) - best(results.of(training(plan, model, false)));
      text.append(Numbers.format("%s %.2f points %s the exact function on %s",
          model.equals("shallow") ? "" : " and", Math.abs(100 * loss), loss > 0 ? "below" : "above", model));
    }
    return text.append('.').toString();
  }

  private static double best(PieceResult result) {
    return result.events("epoch").stream().mapToDouble(epoch -> epoch.path("testAccuracy").asDouble()).max()
        .orElse(Double.NaN);
  }

  private static int epochsTo(PieceResult result, double target) {
    for (JsonNode epoch : result.events("epoch")) {
      if (epoch.path("testAccuracy").asDouble() >= target) {
        return epoch.path("epoch").asInt();
      }
    }
    return 0;
  }

  private static Plot figure1() {
    double[] x = IntStream.rangeClosed(0, POINTS).mapToDouble(i -> -1 + 2.0 * i / POINTS).toArray();
    List<Curve> curves = new ArrayList<>();
    curves.add(new Curve("ReLU", x, IntStream.range(0, x.length).mapToDouble(i -> Math.max(0, x[i])).toArray(),
        Style.DASHED));
    for (int degree : DEGREES) {
      Polynomial fit = Polynomial.relu(degree, 1);
      curves.add(new Curve("order " + degree, x,
          IntStream.range(0, x.length).mapToDouble(i -> fit.evaluate(x[i])).toArray(), Style.LINE));
    }
    return new Plot("relu-figure1", "Figure 1: ReLU and its approximations", Axis.linear("x"), Axis.linear("f(x)"),
        curves);
  }

  private static Table errors() {
    Table.Builder table = Table.named("relu-errors", "Distance from ReLU on [-1, 1]", "order", "polynomial",
        "largest error", "mean error");
    for (int degree : DEGREES) {
      Polynomial fit = Polynomial.relu(degree, 1);
      double largest = 0;
      double sum = 0;
      int count = 100_000;
      for (int i = 0; i < count; i++) {
        double x = -1 + 2 * (i + 0.5) / count;
        double error = Math.abs(fit.evaluate(x) - Math.max(0, x));
        largest = Math.max(largest, error);
        sum += error;
      }
      table.row(Cell.label(Integer.toString(degree)), Cell.label(fit.toString()),
          Cell.measured(Numbers.format("%.4f", largest), largest),
          Cell.measured(Numbers.format("%.4f", sum / count), sum / count));
    }
    return table.note("The cubic coefficient is zero: on a symmetric interval an order of 3 costs what one of 2 does.")
        .build();
  }

  private static Curve course(String name, PieceResult result, Style style) {
    double[] accuracy = result.events("iteration").stream().mapToDouble(step -> 100 * step.path("accuracy").asDouble())
        .toArray();
    int count = accuracy.length / WINDOW;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = (i + 1) * WINDOW;
      for (int j = 0; j < WINDOW; j++) {
        y[i] += accuracy[i * WINDOW + j] / WINDOW;
      }
    }
    return new Curve(name, x, y, style);
  }

  private static Curve tests(String name, PieceResult result, Style style) {
    List<JsonNode> epochs = result.events("epoch");
    return new Curve(name, epochs.stream().mapToDouble(epoch -> epoch.path("epoch").asDouble()).toArray(),
        epochs.stream().mapToDouble(epoch -> 100 * epoch.path("testAccuracy").asDouble()).toArray(), style);
  }
}
