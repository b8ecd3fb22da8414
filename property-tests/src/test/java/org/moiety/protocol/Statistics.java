package org.moiety.protocol;

import java.math.BigInteger;
import java.util.List;
import java.util.function.ToIntFunction;

/// What tests on distributions need. Seeds are fixed, so that a test on a correct program never fails by chance.
final class Statistics {
  private Statistics() {}

  /// How many standard deviations the chi-square statistic of counts over equally likely bins lies above its mean.
  static double excess(List<BigInteger> values, int bins, ToIntFunction<BigInteger> bin) {
    long[] counts = new long[bins];
    for (BigInteger value : values) {
      counts[bin.applyAsInt(value)]++;
    }
    double expected = values.size() / (double) bins;
    double sum = 0;
    for (long count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return (sum - (bins - 1)) / Math.sqrt(2.0 * (bins - 1));
  }

  /// Pearson's correlation of the fractions x / p and y / p, times the root of their number: of size 1 for independent values.
  static double correlation(BigInteger p, List<BigInteger> x, List<BigInteger> y) {
    int n = Math.min(x.size(), y.size());
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double syy = 0;
    double sxy = 0;
    for (int i = 0; i < n; i++) {
      double a = x.get(i).doubleValue() / p.doubleValue() - 0.5;
      double b = y.get(i).doubleValue() / p.doubleValue() - 0.5;
      sx += a;
      sy += b;
      sxx += a * a;
      syy += b * b;
      sxy += a * b;
    }
    double covariance = sxy / n - sx / n * sy / n;
    return covariance / Math.sqrt((sxx / n - sx / n * sx / n) * (syy / n - sy / n * sy / n)) * Math.sqrt(n);
  }
}
