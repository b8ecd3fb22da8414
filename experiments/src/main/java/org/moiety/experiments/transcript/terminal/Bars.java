package org.moiety.experiments.transcript.terminal;

import java.util.ArrayList;
import java.util.List;
import org.moiety.experiments.transcript.Histogram;

/// A histogram as rows of bars.
final class Bars {
  private static final String EIGHTHS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
  private static final int EIGHTHS_A_LINE = 8;
  private static final int HEIGHT = 2;

  private Bars() {}

  /// Bars of which the expected height is half of all; as many lines as bins need.
  static List<String> lines(Histogram.Series series, Histogram histogram, int width) {
    int bins = histogram.bins();
    int wide = Math.max(1, Math.min(3, width / bins));
    int perRow = Math.min(bins, width / wide);
    List<String> lines = new ArrayList<>();
    for (int start = 0; start < bins; start += perRow) {
      for (int row = HEIGHT - 1; row >= 0; row--) {
        StringBuilder line = new StringBuilder();
        for (int bin = start; bin < Math.min(bins, start + perRow); bin++) {
          double height = series.counts().get(bin) / histogram.expected().get(bin) * HEIGHT * EIGHTHS_A_LINE / 2;
          int eighths = (int) Math.round(height) - row * EIGHTHS_A_LINE;
          line.append(
              String.valueOf(EIGHTHS.charAt(Math.max(0, Math.min(EIGHTHS_A_LINE, eighths)))).repeat(wide));
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }
}
