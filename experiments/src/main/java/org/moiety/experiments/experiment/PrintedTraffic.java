package org.moiety.experiments.experiment;

import java.util.List;
import java.util.Map;
import org.moiety.experiments.experiment.Table.Cell;

/// Tables 6 and 7 as SV18 print them.
///
/// @param number of the table
/// @param rows the layers, then the total
record PrintedTraffic(int number, List<Row> rows) {
  /// What is printed where nothing is opened.
  static final String NOTHING = "-";

  private static final long THOUSAND = 1000;

  /// @param name as printed
  /// @param layer its name here; empty for the total
  /// @param cells forward, backward, total, share; first of the baseline, then of the optimised protocol
  record Row(String name, String layer, List<String> cells) {
    private static Row of(String name, String layer, String... cells) {
      return new Row(name, layer, List.of(cells));
    }

    boolean isTotal() {
      return layer.isEmpty();
    }
  }

  private static final Map<String, PrintedTraffic> TABLES = Map.of(
      "shallow", new PrintedTraffic(6, List.of(
          Row.of("conv2D (32,3,3)", "conv2d", "903K", "4,114K", "5,018K", "38%", "101K", "803K", "903K", "22%"),
          Row.of("avg_pooling2D(2,2)", "average_pooling2d", "-", "-", "-", "", "-", "-", "-", ""),
          Row.of("ReLU (approx)", "relu", "3,211K", "3,211K", "6,423K", "49%", "1,605K", "803K", "2,408K", "58%"),
          Row.of("dense (10,6272)", "dense", "866K", "868K", "1,734K", "13%", "866K", "1K", "867K", "21%"),
          Row.of("total", "", "4,980K", "8,194K", "13,174K", "100%", "2,572K", "1,607K", "4,179K", "100%"))),
      "deep", new PrintedTraffic(7, List.of(
          Row.of("conv2D (32,3,3)", "conv2d", "903K", "4,114K", "5,018K", "17%", "101K", "803K", "903K", "18%"),
          Row.of("avg_pooling2D(2,2)", "average_pooling2d", "-", "-", "-", "", "-", "-", "-", ""),
          Row.of("ReLU (approx)", "relu", "3,211K", "3,211K", "6,423K", "22%", "1,606K", "803K", "2,408K", "47%"),
          Row.of("conv2D (32,3,3)", "conv2d_2", "7,235K", "8,840K", "16,075K", "54%", "812K", "201K", "1,013K", "20%"),
          Row.of("avg_pooling2D(2,2)", "average_pooling2d_2", "-", "-", "-", "", "-", "-", "-", ""),
          Row.of("ReLU (approx)", "relu_2", "803K", "803K", "1,606K", "5%", "401K", "201K", "602K", "12%"),
          Row.of("dense (10, 1568)", "dense", "216K", "219K", "435K", "1%", "216K", "1K", "218K", "4%"),
          Row.of("total", "", "12,368K", "17,188K", "29,556K", "100%", "3,136K", "2,008K", "5,144K", "100%"))));

  /// The table of one of the paper's networks.
  static PrintedTraffic of(String model) {
    PrintedTraffic table = TABLES.get(model);
    if (table == null) {
      throw new IllegalArgumentException("no table of '" + model + "', expected " + TABLES.keySet());
    }
    return table;
  }

  /// A count as the paper prints it: in thousands, the nearest.
  static String thousands(long values) {
    return values == 0 ? NOTHING : Numbers.format("%,dK", Math.round(values / (double) THOUSAND));
  }

  /// A share of a total as the paper prints it.
  static String share(long values, long total) {
    return values == 0 ? "" : Numbers.format("%.0f%%", 100.0 * values / total);
  }

  /// A printed cell.
  static Cell cell(String printed) {
    String digits = printed.replaceAll("[^0-9]", "");
    return digits.isEmpty()
        ? Cell.paper(printed, 0)
        : Cell.paper(printed, Long.parseLong(digits) * (printed.endsWith("K") ? THOUSAND : 1));
  }

  /// How a printed cell and what was measured agree.
  enum Agreement {
    /// Printed alike.
    SAME("same"),
    /// The measured count is the printed one, had it been rounded down.
    ROUNDED_DOWN("same, if rounded down"), DIFFERENT("differs");

    private final String text;

    Agreement(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    /// Whether a printed count is that of so many values.
    static Agreement of(String printed, long values) {
      if (printed.equals(thousands(values))) {
        return SAME;
      }
      return values > 0 && printed.equals(Numbers.format("%,dK", values / THOUSAND)) ? ROUNDED_DOWN : DIFFERENT;
    }

    /// The worse of two.
    Agreement and(Agreement other) {
      return compareTo(other) < 0 ? other : this;
    }
  }
}
