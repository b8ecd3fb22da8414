package org.moiety.experiments.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.experiments.experiment.Plot.Axis;
import org.moiety.experiments.experiment.Plot.Curve;
import org.moiety.experiments.experiment.Plot.Style;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table.Cell;
import org.moiety.experiments.run.Precisions;

/// Accuracy against fixed-point precision, and what the field has room for.
final class PrecisionExperiment implements Experiment {
  /// Training examples: a hundred steps.
  private static final int EXAMPLES = 12_800;
  private static final List<Precision> BINARY = all(2, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 40);
  private static final List<Precision> DECIMAL = all(10, 2, 3, 4, 5, 6, 7, 8, 9);
  private static final List<Precision> ROUNDED_DOWN = all(2, 8, 12, 16, 20, 24);
  /// So that few examples are steps enough to learn something.
  private static final int QUICK_BATCH = 16;
  private static final int SV18_DIGITS = 7;
  /// Those that are run on shares too.
  private static final List<Precision> CONFIRMED = List.of(Precision.DEFAULT, of(10, SV18_DIGITS));
  /// More than the field has room for.
  private static final Precision TOO_MUCH = new Precision(2, 40, 40);

  /// Accuracies that differ by less are taken to be the same.
  private static final double POINT = 0.01;
  /// Twice what guessing gives on ten classes.
  private static final double LEARNED = 0.2;
  /// What the largest scale has as a factor: the pooled area.
  private static final int POOLED = 4;

  @Override
  public String name() {
    return "precision";
  }

  private static Precision of(int base, int digits) {
    return new Precision(base, digits, Precision.DEFAULT.integerBits());
  }

  private static List<Precision> all(int base, int... digits) {
    return Arrays.stream(digits).mapToObj(each -> of(base, each)).toList();
  }

  private static CommandPiece floats(Plan plan) {
    return plan.train("precision-floats", "shallow, floats", 4, EXAMPLES, options(plan, "native"));
  }

  private static String[] options(Plan plan, String tensor, String... more) {
    List<String> all = new ArrayList<>(List.of("--model", "shallow"));
    all.addAll(Plan.tensor(tensor));
    all.addAll(List.of(more));
    if (plan.quick()) {
      all.addAll(List.of("--batch-size", Integer.toString(QUICK_BATCH)));
    }
    return all.toArray(String[]::new);
  }

  /// In the clear, rounding as on shares.
  private static CommandPiece replay(Plan plan, Precision precision) {
    return train(plan, precision, "", "public", "--rounding", "replay");
  }

  private static CommandPiece floor(Plan plan, Precision precision) {
    return train(plan, precision, "-floor", "public", "--rounding", "floor");
  }

  private static CommandPiece onShares(Plan plan, Precision precision) {
    return train(plan, precision, "-private", "private");
  }

  private static CommandPiece train(Plan plan, Precision precision, String suffix, String tensor, String... options) {
    boolean usual = precision.integerBits() == Precision.DEFAULT.integerBits();
    String text = Precisions.text(precision);
    List<String> more = new ArrayList<>(List.of("--precision", text));
    more.addAll(List.of(options));
    if (!usual) {
      more.addAll(List.of("--integer-bits", Integer.toString(precision.integerBits())));
    }
    return plan.tryToTrain("precision-" + text + (usual ? "" : "-" + precision.integerBits()) + suffix,
        "shallow, " + tensor + ", " + name(precision), tensor.equals("private") ? 30 : 9, EXAMPLES,
        options(plan, tensor, more.toArray(String[]::new)));
  }

  @Override
  public List<Piece> pieces(Plan plan) {
    List<Piece> pieces = new ArrayList<>(List.of(floats(plan)));
    BINARY.forEach(precision -> pieces.add(replay(plan, precision)));
    DECIMAL.forEach(precision -> pieces.add(replay(plan, precision)));
    pieces.add(replay(plan, TOO_MUCH));
    ROUNDED_DOWN.forEach(precision -> pieces.add(floor(plan, precision)));
    CONFIRMED.forEach(precision -> pieces.add(onShares(plan, precision)));
    return pieces;
  }

  private static double bits(Precision precision) {
    return precision.digits() * Math.log(precision.base()) / Math.log(2);
  }

  private static String name(Precision precision) {
    return precision.base() == 2
        ? precision.digits() + " bits"
        : Numbers.format("%d decimals (%.1f bits)", precision.digits(), bits(precision));
  }

  @Override
  public Section section(Plan plan, Results results) {
    double reference = results.of(floats(plan)).testAccuracy();
    Table.Builder table = Table.named("precision-accuracy", "Accuracy of the shallow network by fraction digits",
        "fraction", "accuracy", "against floats", "training loss at the end", "failure bound", "headroom", "outcome");
    table.row(Cell.label("floats"), Numbers.measuredPercent(reference), Cell.none(),
        loss(results.of(floats(plan))), Cell.none(), Cell.none(), Cell.none());
    Stream.of(BINARY, DECIMAL, List.of(TOO_MUCH)).flatMap(List::stream)
        .forEach(precision -> table.row(row(precision, results.of(replay(plan, precision)), reference)));
    table.note("Values are below 2^" + Precision.DEFAULT.integerBits() + ", in the last row below 2^"
        + TOO_MUCH.integerBits() + ". The failure bound is that of the whole run: with at most that probability any "
        + "truncation went wrong. Headroom: how many bits the modulus is above twice the largest bound on a truncated "
        + "value; calculated where no step could be done. Training loss: mean over the last tenth of the steps.");
    Table.Builder down = Table.named("precision-rounding", "Rounding down instead, as a program in the clear would",
        "fraction", "accuracy as on shares", "accuracy rounding down");
    ROUNDED_DOWN.forEach(precision -> down.row(Cell.label(name(precision)),
        accuracy(results.of(replay(plan, precision))), accuracy(results.of(floor(plan, precision)))));
    return new Section(name(), "Fixed-point precision", found(plan, results, reference),
        List.of(
            new Text("A number x is held as round(x s) with s = 2^bits or 10^decimals, and every product is divided by "
                + "s again. Each run here trains in the clear and rounds as the run on shares does. "
                + confirmation(plan, results)),
            table.build(), plot(plan, results, reference), new Text(whereItBreaks(plan, results, reference)),
            down.build()),
        Experiments.commands(pieces(plan)));
  }

  private static Cell[] row(Precision precision, PieceResult result, double reference) {
    return new Cell[]{
        Cell.label(name(precision)
            + (precision.integerBits() == Precision.DEFAULT.integerBits()
                ? ""
                : ", values below 2^" + precision.integerBits())),
        accuracy(result), difference(result, reference), loss(result), failureBound(result),
        headroom(precision, result), Cell.measured(outcome(result, reference))};
  }

  private static Cell accuracy(PieceResult result) {
    return result.failed() ? Cell.none() : Numbers.measuredPercent(result.testAccuracy());
  }

  private static Cell difference(PieceResult result, double reference) {
    double points = 100 * (result.testAccuracy() - reference);
    return result.failed() ? Cell.none() : Cell.measured(Numbers.format("%+.2f points", points), points);
  }

  private static Cell loss(PieceResult result) {
    double loss = new LearningCurve(result).lastLoss();
    return Double.isFinite(loss) ? Cell.measured(Numbers.format("%.3f", loss), loss) : Cell.none();
  }

  private static Cell failureBound(PieceResult result) {
    double bound = result.summary().path("truncationFailureBound").asDouble();
    return bound > 0
        ? Cell.measured(Numbers.format("2^%.1f", Math.log(bound) / Math.log(2)), bound)
        : Cell.none();
  }

  private static Cell headroom(Precision precision, PieceResult result) {
    double bits = result.summary().path("truncationHeadroomBits").asDouble(Double.NaN);
    if (!Double.isNaN(bits)) {
      return Cell.measured(Numbers.format("%.1f bits", bits), bits);
    }
    double left = calculatedHeadroom(precision, result);
    return Cell.calculated(Numbers.format("%.1f bits", left), left);
  }

  /// Of the step of the convolution's weights, which has the largest scale.
  private static double calculatedHeadroom(Precision precision, PieceResult result) {
    double stepsPerOne = result.start().path("batchSize").asDouble() / result.start().path("learningRate").asDouble();
    double scaleBits = 2 * bits(precision) + Math.log(POOLED * stepsPerOne) / Math.log(2);
    return Modulus.MOIETY.bits() - (scaleBits + precision.integerBits() + 1);
  }

  private static boolean asFloats(PieceResult result, double reference) {
    return !result.failed() && result.testAccuracy() >= reference - POINT;
  }

  private static String outcome(PieceResult result, double reference) {
    if (result.failed()) {
      return result.failure();
    }
    if (asFloats(result, reference)) {
      return "as on floats";
    }
    return result.testAccuracy() < LEARNED ? "learned nothing" : "worse than on floats";
  }

  /// The precisions around a known good one that are all as good as floats.
  private record Range(Precision first, Precision last) {
    /// @return null if the known one is not
    static @Nullable Range around(int digits, Plan plan, Results results, List<Precision> ascending,
        double reference) {
      Range range = null;
      for (Precision precision : ascending) {
        boolean good = asFloats(results.of(replay(plan, precision)), reference);
        if (good) {
          range = range == null ? new Range(precision, precision) : new Range(range.first, precision);
        } else if (precision.digits() < digits) {
          range = null;
        } else {
          return range;
        }
      }
      return range;
    }
  }

  private static String found(Plan plan, Results results, double reference) {
    Range bits = Range.around(Precision.DEFAULT.digits(), plan, results, BINARY, reference);
    Range digits = Range.around(SV18_DIGITS, plan, results, DECIMAL, reference);
    if (bits == null || digits == null) {
      return "With " + name(Precision.DEFAULT) + " or " + SV18_DIGITS
          + " decimals a network does not train as accurately as on floats.";
    }
    return Numbers.format(
        "With %d to %s, or %d to %d decimals, a network trains as accurately as on floats, within %.0f point; ",
        bits.first.digits(), name(bits.last), digits.first.digits(), digits.last.digits(), 100 * POINT)
        + "the default of " + name(Precision.DEFAULT) + " leaves "
        + headroom(Precision.DEFAULT, results.of(replay(plan, Precision.DEFAULT))).text() + " of headroom.";
  }

  private static String confirmation(Plan plan, Results results) {
    StringBuilder text = new StringBuilder("Real runs on shares");
    for (Precision precision : CONFIRMED) {
      PieceResult shared = results.of(onShares(plan, precision));
      PieceResult open = results.of(replay(plan, precision));
      boolean agree = !shared.failed() && !open.failed() && shared.weightsSha256().equals(open.weightsSha256());
      text.append(precision.equals(Precision.DEFAULT) ? ": with " : "; with ").append(name(precision))
          .append(agree
              ? " the weights agree bit for bit (SHA-256 " + shared.weightsSha256().substring(0, 16) + "…)"
              : " the weights DIFFER");
    }
    return text.append('.').toString();
  }

  private static boolean isAboveUsual(Precision precision) {
    return precision.digits() > (precision.base() == 2 ? Precision.DEFAULT.digits() : SV18_DIGITS);
  }

  private static String whereItBreaks(Plan plan, Results results, double reference) {
    StringBuilder text = new StringBuilder();
    List<Precision> worse = Stream.concat(BINARY.stream(), DECIMAL.stream())
        .filter(precision -> !asFloats(results.of(replay(plan, precision)), reference)).toList();
    List<Precision> tooFew = worse.stream().filter(precision -> !isAboveUsual(precision)).toList();
    PieceResult start = results.of(floats(plan));
    double step = start.summary().path("learningRate").asDouble() / start.summary().path("batchSize").asDouble();
    text.append(tooFew.isEmpty()
        ? "No precision that was tried is too low. "
        : "Too low: " + String.join(", ", tooFew.stream().map(PrecisionExperiment::name).toList()) + ". ");
    text.append(Numbers.format(
        "A step changes a weight by the learning rate over the batch size, %.2g, times the sum of its gradients; what "
            + "of it is smaller than the last digit is rounded. A truncation on shares rounds up with the probability "
            + "of what it cuts off, so small steps are not lost but become noise of one digit, which few digits make "
            + "large. Rounding down loses them, and moves every weight the same way. ",
        step));
    worse.stream().filter(PrecisionExperiment::isAboveUsual).forEach(precision -> {
      PieceResult result = results.of(replay(plan, precision));
      text.append("Too high: ").append(name(precision)).append(", with ").append(headroom(precision, result).text())
          .append(
              " of headroom: a truncation goes wrong with a probability of up to two to the minus that, and a step ")
          .append("has many of them (").append(outcome(result, reference)).append("). ");
    });
    PieceResult refused = results.of(replay(plan, TOO_MUCH));
    if (refused.failed()) {
      text.append("Refused: ").append(name(TOO_MUCH)).append(" with values below 2^").append(TOO_MUCH.integerBits())
          .append(": the product of two numbers, the learning rate and the largest value together need more bits ")
          .append("than the modulus has, and the command says so: “").append(refused.failure()).append("”.");
    }
    return text.toString();
  }

  private static Plot plot(Plan plan, Results results, double reference) {
    List<Curve> curves = new ArrayList<>();
    curves.add(new Curve("floats", new double[]{bits(BINARY.getFirst()), bits(BINARY.getLast())},
        new double[]{100 * reference, 100 * reference}, Style.DASHED));
    curves.add(curve("bits", BINARY.stream()
        .map(precision -> point(precision, results.of(replay(plan, precision)))).toList(), Style.LINE));
    curves.add(curve("decimals", DECIMAL.stream()
        .map(precision -> point(precision, results.of(replay(plan, precision)))).toList(), Style.POINTS));
    curves.add(curve("bits, rounding down", ROUNDED_DOWN.stream()
        .map(precision -> point(precision, results.of(floor(plan, precision)))).toList(), Style.LINE));
    return new Plot("precision-accuracy-plot", "Accuracy on the test set by fraction bits",
        Axis.linear("fraction bits"), Axis.linear("accuracy in %"), curves);
  }

  private static double[] point(Precision precision, PieceResult result) {
    return new double[]{bits(precision), 100 * result.testAccuracy()};
  }

  /// Without the points that have no accuracy.
  private static Curve curve(String name, List<double[]> points, Style style) {
    List<double[]> there = points.stream().filter(point -> !Double.isNaN(point[1])).toList();
    return new Curve(name, there.stream().mapToDouble(point -> point[0]).toArray(),
        there.stream().mapToDouble(point -> point[1]).toArray(), style);
  }
}
