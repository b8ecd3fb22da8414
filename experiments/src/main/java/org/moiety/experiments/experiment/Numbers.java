package org.moiety.experiments.experiment;

import java.util.Locale;
import org.moiety.experiments.experiment.Table.Cell;

/// Figures as cells.
final class Numbers {
  private static final double PERCENT = 100;
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private Numbers() {}

  @SuppressWarnings("AnnotateFormatMethod") // patterns are literals
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /// Seconds, as the paper writes them where they are many.
  static String time(double seconds) {
    if (seconds < MINUTE) {
      return format("%.1f s", seconds);
    }
    return seconds < HOUR
        ? format("%d min %02.0f s", (int) (seconds / MINUTE), Math.floor(seconds % MINUTE))
        : format("%d h %02d min", (int) (seconds / HOUR), (int) (seconds % HOUR / MINUTE));
  }

  static Cell measuredTime(double seconds) {
    return Cell.measured(time(seconds), seconds);
  }

  static Cell paperTime(double seconds) {
    return Cell.paper(time(seconds), seconds);
  }

  static Cell measuredRatio(double ratio) {
    return Cell.measured(format("%.1f x", ratio), ratio);
  }

  static Cell paperRatio(double ratio) {
    return Cell.paper(format("%.1f x", ratio), ratio);
  }

  /// @param share 0 to 1
  static String percent(double share) {
    return Double.isNaN(share) ? "–" : format("%.2f %%", PERCENT * share);
  }

  static Cell measuredPercent(double share) {
    return Cell.measured(percent(share), PERCENT * share);
  }

  static Cell paperPercent(double percent) {
    return Cell.paper(format("%.1f %%", percent), percent);
  }
}
