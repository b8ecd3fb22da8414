package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.moiety.experiments.transcript.Histogram;

/// Counts values by their place in the field.
final class Histograms {
  private static final int BINS = 32;
  /// Up to here each element has a part of its own.
  private static final int MAX_BINS = 128;

  private Histograms() {}

  static Histogram of(String title, BigInteger p, Map<String, List<BigInteger>> series) {
    int bins = p.compareTo(BigInteger.valueOf(MAX_BINS)) <= 0 ? p.intValue() : BINS;
    int repetitions = series.values().iterator().next().size();
    List<Double> expected = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      BigInteger elements = start(bin + 1, bins, p).subtract(start(bin, bins, p));
      expected.add(repetitions * (elements.doubleValue() / p.doubleValue()));
    }
    List<Histogram.Series> counted = new ArrayList<>();
    series.forEach((name, values) -> counted.add(count(name, values, p, bins, expected)));
    return new Histogram(title, bins, repetitions, expected, counted);
  }

  /// First element of a part.
  private static BigInteger start(int bin, int bins, BigInteger p) {
    BigInteger[] parts = p.multiply(BigInteger.valueOf(bin)).divideAndRemainder(BigInteger.valueOf(bins));
    return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
  }

  private static Histogram.Series count(String name, List<BigInteger> values, BigInteger p, int bins,
      List<Double> expected) {
    int[] counts = new int[bins];
    for (BigInteger value : values) {
      counts[value.multiply(BigInteger.valueOf(bins)).divide(p).intValue()]++;
    }
    double chiSquare = 0;
    List<Integer> boxed = new ArrayList<>();
    for (int bin = 0; bin < bins; bin++) {
      double difference = counts[bin] - expected.get(bin);
      chiSquare += difference * difference / expected.get(bin);
      boxed.add(counts[bin]);
    }
    return new Histogram.Series(name, boxed, chiSquare);
  }
}
