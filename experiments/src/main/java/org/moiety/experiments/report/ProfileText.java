package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moiety.engine.profile.Activity;
import org.moiety.experiments.run.TimeProfile;
import org.moiety.experiments.run.TimeProfile.Row;

/// Where the time went, a table for each role.
public final class ProfileText {
  /// Rows below this share of their role's time are printed as one.
  private static final double SMALL = 0.001;
  private static final int LAYER_COLUMNS = 19;

  private final PrintStream out;

  public ProfileText(PrintStream out) {
    this.out = out;
  }

  public void print(TimeProfile profile) {
    for (TimeProfile.Role role : profile.roles()) {
      out.println();
      print(role);
      out.printf(Locale.ROOT, "  %.2f s since the process began: %.2f before (start, data), %.2f of %s, %.2f after%n",
          profile.processSeconds(), role.secondsBefore(), role.seconds(), role.name(), role.secondsAfter());
    }
    out.println();
    out.printf(Locale.ROOT, "All threads were stopped for %.2f s to collect garbage; these are in the times above.%n",
        profile.pauseSeconds());
  }

  private void print(TimeProfile.Role role) {
    Row total = TimeProfile.sum("all", role.rows());
    out.printf(Locale.ROOT, "  %-" + (LAYER_COLUMNS + 9) + "s", "seconds of " + role.name());
    for (Activity activity : Activity.values()) {
      out.printf("%7s", heading(activity));
    }
    out.printf("%8s%6s%7s%n", "total", "%", "cpu");
    folded(role.rows(), SMALL * total.seconds()).forEach(row -> print(row, total));
    print(total, total);
    out.printf("  %-" + (LAYER_COLUMNS + 9) + "s", "%");
    for (Activity activity : Activity.values()) {
      out.printf(Locale.ROOT, "%7.1f", percent(total.seconds(activity), total));
    }
    out.printf(Locale.ROOT, "%8.1f%n", percent(total.seconds(), total));
  }

  /// The rows that are not small, and the sum of those that are.
  private static List<Row> folded(List<Row> rows, double smallSeconds) {
    List<Row> result = new ArrayList<>();
    List<Row> small = new ArrayList<>();
    for (Row row : rows) {
      (row.seconds() < smallSeconds ? small : result).add(row);
    }
    if (!small.isEmpty()) {
      result.add(TimeProfile.sum(small.size() + " below 0.1 %", small));
    }
    return result;
  }

  private void print(Row row, Row total) {
    out.printf("  %-" + LAYER_COLUMNS + "s%-9s", shortened(row.layer()), row.phase());
    for (Activity activity : Activity.values()) {
      double seconds = row.seconds(activity);
      out.print(seconds == 0 ? "      -" : String.format(Locale.ROOT, "%7.2f", seconds));
    }
    out.printf(Locale.ROOT, "%8.2f%6.1f%7.2f%n", row.seconds(), percent(row.seconds(), total), row.processorSeconds());
  }

  private static String shortened(String layer) {
    return layer.length() < LAYER_COLUMNS ? layer : layer.substring(0, LAYER_COLUMNS - 2) + "~";
  }

  private static double percent(double seconds, Row total) {
    return total.seconds() == 0 ? 0 : 100 * seconds / total.seconds();
  }

  private static String heading(Activity activity) {
    return switch (activity) {
      case PRODUCT -> "product";
      case ELEMENT_WISE -> "elem.";
      case GENERATOR -> "random";
      case PACKING -> "pack.";
      case PEER -> "peer";
      case DEALER -> "dealer";
      case OTHER -> "other";
    };
  }
}
