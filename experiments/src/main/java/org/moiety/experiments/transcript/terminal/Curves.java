package org.moiety.experiments.transcript.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moiety.experiments.transcript.Plot;

/// A plot in characters: each curve has a mark of its own.
final class Curves {
  private static final int HEIGHT = 14;
  private static final String MARKS = "\u2022o+x*#";
  private static final int AXIS = 10;

  private Curves() {}

  static List<String> lines(Plot plot, int width, Style style) {
    int columns = width - AXIS - 2;
    double[] x = range(plot, true);
    double[] y = range(plot, false);
    String[][] canvas = new String[HEIGHT][columns];
    for (int c = 0; c < plot.curves().size(); c++) {
      Plot.Curve curve = plot.curves().get(c);
      String mark = style.symbol(curve.name(), mark(c));
      for (int i = 0; i < curve.x().size(); i++) {
        int column = place(curve.x().get(i), x, columns);
        int before = i == 0 || curve.dots() ? column : place(curve.x().get(i - 1), x, columns) + 1;
        for (int between = Math.min(before, column); between <= column; between++) {
          double height = between == column ? curve.y().get(i) : onLine(curve, i, x, columns, between);
          canvas[HEIGHT - 1 - place(height, y, HEIGHT)][between] = mark;
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < HEIGHT; row++) {
      String label = row == 0 ? number(y[1]) : row == HEIGHT - 1 ? number(y[0]) : "";
      StringBuilder line = new StringBuilder(" ".repeat(Math.max(0, AXIS - label.length())) + label + " \u2502");
      for (int column = 0; column < columns; column++) {
        line.append(canvas[row][column] == null ? " " : canvas[row][column]);
      }
      lines.add(line.toString().stripTrailing());
    }
    lines.add(" ".repeat(AXIS) + " \u2514" + "\u2500".repeat(columns));
    String left = number(x[0]);
    String right = number(x[1]);
    String middle = plot.xLabel();
    int space = Math.max(2, columns - left.length() - right.length() - middle.length());
    lines.add(" ".repeat(AXIS + 2) + left + " ".repeat(space / 2) + middle + " ".repeat(space - space / 2) + right);
    for (int c = 0; c < plot.curves().size(); c++) {
      lines.add(" ".repeat(AXIS + 2) + style.symbol(plot.curves().get(c).name(), mark(c)) + "  "
          + plot.curves().get(c).name());
    }
    return lines;
  }

  /// Height of the line from the point before to a point, in a column between them.
  private static double onLine(Plot.Curve curve, int point, double[] range, int columns, int column) {
    double at = range[0] + (range[1] - range[0]) * column / (columns - 1);
    double from = curve.x().get(point - 1);
    double part = (at - from) / (curve.x().get(point) - from);
    return curve.y().get(point - 1) + part * (curve.y().get(point) - curve.y().get(point - 1));
  }

  private static String mark(int curve) {
    return MARKS.substring(curve % MARKS.length(), curve % MARKS.length() + 1);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static double[] range(Plot plot, boolean horizontal) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Plot.Curve curve : plot.curves()) {
      for (double value : horizontal ? curve.x() : curve.y()) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return high > low ? new double[]{low, high} : new double[]{low - 1, low + 1};
  }

  private static int place(double value, double[] range, int places) {
    return (int) Math.round((value - range[0]) / (range[1] - range[0]) * (places - 1));
  }
}
