package org.moiety.layers.data;

import java.util.List;

/// The way of the pen over the paper: points joined by straight segments, with places where the pen is lifted.
///
/// Reused from picture to picture; belongs to one thread. Only `+ - * /`, square roots and `StrictMath`, so that every machine gets the same bits.
final class PenPath {
  /// Straight pieces between two points of a curved stroke.
  private static final int PIECES = 6;
  private static final int CAPACITY = 256;

  private final double[] x = new double[CAPACITY];
  private final double[] y = new double[CAPACITY];
  private final boolean[] lifted = new boolean[CAPACITY];
  private int size;

  int size() {
    return size;
  }

  double x(int i) {
    return x[i];
  }

  double y(int i) {
    return y[i];
  }

  /// Whether the pen comes to point `i` through the air.
  boolean lifted(int i) {
    return lifted[i];
  }

  /// Replaces the path by the strokes, each point moved by up to a few `jitter` (box units) and joined smoothly (Catmull and Rom 1974).
  void follow(List<Glyphs.Stroke> strokes, double jitter, SplitMix random) {
    size = 0;
    for (Glyphs.Stroke stroke : strokes) {
      int n = stroke.x().length;
      double[] px = new double[n];
      double[] py = new double[n];
      for (int i = 0; i < n; i++) {
        px[i] = stroke.x()[i] + random.bell(jitter);
        py[i] = stroke.y()[i] + random.bell(jitter);
      }
      add(px[0], py[0], true);
      for (int i = 0; i + 1 < n; i++) {
        curve(px, py, i, i == 0 || stroke.corner()[i] ? i : i - 1,
            i + 2 == n || stroke.corner()[i + 1] ? i + 1 : i + 2);
      }
    }
  }

  /// The piece from point i to point i + 1, its direction at the ends given by the points `before` and `after`.
  private void curve(double[] px, double[] py, int i, int before, int after) {
    int pieces = before == i && after == i + 1 ? 1 : PIECES;
    for (int k = 1; k <= pieces; k++) {
      double t = k / (double) pieces;
      add(between(px[before], px[i], px[i + 1], px[after], t), between(py[before], py[i], py[i + 1], py[after], t),
          false);
    }
  }

  private static double between(double a, double b, double c, double d, double t) {
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
  }

  private void add(double px, double py, boolean up) {
    x[size] = px;
    y[size] = py;
    lifted[size] = up;
    size++;
  }

  /// Each point becomes `(xx x + xy y, yx x + yy y)`.
  void transform(double xx, double xy, double yx, double yy) {
    for (int i = 0; i < size; i++) {
      double px = x[i];
      x[i] = xx * px + xy * y[i];
      y[i] = yx * px + yy * y[i];
    }
  }

  /// Scales, keeping proportions, so that the larger side of the bounding box is `side`, and moves the middle of the box to (centreX, centreY).
  void fit(double side, double centreX, double centreY) {
    double left = x[0];
    double right = x[0];
    double top = y[0];
    double bottom = y[0];
    for (int i = 1; i < size; i++) {
      left = Math.min(left, x[i]);
      right = Math.max(right, x[i]);
      top = Math.min(top, y[i]);
      bottom = Math.max(bottom, y[i]);
    }
    double scale = side / Math.max(right - left, bottom - top);
    for (int i = 0; i < size; i++) {
      x[i] = centreX + (x[i] - (left + right) / 2) * scale;
      y[i] = centreY + (y[i] - (top + bottom) / 2) * scale;
    }
  }
}
