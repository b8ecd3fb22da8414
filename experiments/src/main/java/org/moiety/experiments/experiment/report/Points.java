package org.moiety.experiments.experiment.report;

import java.util.stream.IntStream;
import org.moiety.experiments.experiment.Plot.Curve;

/// Points of a curve, in the order of drawing.
record Points(double[] x, double[] y) {
  /// Points that a picture has room for.
  static final int MAX_DRAWN = 600;

  static Points of(Curve curve) {
    return new Points(curve.x(), curve.y());
  }

  int count() {
    return x.length;
  }

  /// Without what has no place on the axes: numbers that are not finite, on logarithmic axes those that are not positive.
  Points drawable(boolean logarithmicX, boolean logarithmicY) {
    return select(IntStream.range(0, count()).filter(i -> fits(x[i], logarithmicX) && fits(y[i], logarithmicY)));
  }

  private static boolean fits(double value, boolean logarithmic) {
    return Double.isFinite(value) && (!logarithmic || value > 0);
  }

  /// About [#MAX_DRAWN] of the points: of each run of neighbours the lowest and the highest, so that no peak is lost, and the first and last of all.
  Points thinned() {
    if (count() <= MAX_DRAWN) {
      return this;
    }
    int runs = MAX_DRAWN / 2 - 1;
    IntStream.Builder kept = IntStream.builder();
    kept.add(0);
    for (int run = 0; run < runs; run++) {
      int from = 1 + (int) ((long) run * (count() - 2) / runs);
      int to = 1 + (int) ((long) (run + 1) * (count() - 2) / runs);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = y[i] < y[low] ? i : low;
        high = y[i] > y[high] ? i : high;
      }
      kept.add(Math.min(low, high));
      if (low != high) {
        kept.add(Math.max(low, high));
      }
    }
    kept.add(count() - 1);
    return select(kept.build());
  }

  /// Without the second point: where all are equally far apart, XChart puts the ticks of the axis on some of them instead of on round numbers.
  Points unevenly() {
    return select(IntStream.range(0, count()).filter(i -> i != 1));
  }

  private Points select(IntStream indices) {
    int[] chosen = indices.toArray();
    return new Points(IntStream.of(chosen).mapToDouble(i -> x[i]).toArray(),
        IntStream.of(chosen).mapToDouble(i -> y[i]).toArray());
  }
}
