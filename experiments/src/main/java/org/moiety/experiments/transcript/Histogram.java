package org.moiety.experiments.transcript;

import java.util.List;

/// How often values fell into equal parts of the field, over many repetitions.
///
/// @param series one for each secret that was repeated
/// @param bins parts of `0 .. p-1`
/// @param expected counts of each part if values are uniform
public record Histogram(String title, int bins, int repetitions, List<Double> expected, List<Series> series) {
  public Histogram {
    expected = List.copyOf(expected);
    series = List.copyOf(series);
  }

  /// Counts for one secret.
  ///
  /// @param name which secret
  /// @param chiSquare sum of (count - expected)^2 / expected: about bins - 1 if values are uniform
  public record Series(String name, List<Integer> counts, double chiSquare) {
    public Series {
      counts = List.copyOf(counts);
    }
  }
}
