package org.moiety.layers.data;

import java.util.Arrays;

/// Inks a [PenPath] onto a square picture: a round pen of changing radius, edges softened over about a pixel.
///
/// Reused from picture to picture; belongs to one thread.
final class Pen {
  /// Half the width of the soft edge, in pixels.
  private static final double SOFT = 0.8;
  private static final double FAR = 1e9;

  private final int size;
  /// Distance of each pixel's centre to the nearest pen edge; negative inside.
  private final double[] gap;

  Pen(int size) {
    this.size = size;
    gap = new double[size * size];
  }

  /// Distances to `path`; pixel (row, column) has its centre at (column, row).
  ///
  /// @param startRadius radius at the beginning of the path, pixels
  /// @param endRadius radius at its end; linear in between
  void draw(PenPath path, double startRadius, double endRadius) {
    Arrays.fill(gap, FAR);
    double step = (endRadius - startRadius) / path.size();
    for (int i = 1; i < path.size(); i++) {
      if (!path.lifted(i)) {
        segment(path, i, startRadius + i * step);
      }
    }
  }

  private void segment(PenPath path, int i, double radius) {
    double x0 = path.x(i - 1);
    double y0 = path.y(i - 1);
    double dx = path.x(i) - x0;
    double dy = path.y(i) - y0;
    double squaredLength = Math.max(dx * dx + dy * dy, 1e-12);
    double reach = radius + SOFT;
    int left = Math.max(0, (int) (Math.min(x0, x0 + dx) - reach));
    int right = Math.min(size - 1, (int) (Math.max(x0, x0 + dx) + reach) + 1);
    int top = Math.max(0, (int) (Math.min(y0, y0 + dy) - reach));
    int bottom = Math.min(size - 1, (int) (Math.max(y0, y0 + dy) + reach) + 1);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column - x0;
        double py = row - y0;
        double t = Math.clamp((px * dx + py * dy) / squaredLength, 0.0, 1.0);
        double ex = px - t * dx;
        double ey = py - t * dy;
        double distance = Math.sqrt(ex * ex + ey * ey) - radius;
        int pixel = row * size + column;
        gap[pixel] = Math.min(gap[pixel], distance);
      }
    }
  }

  /// Writes the picture to `target[offset ..]` as unsigned bytes: 0 outside, `ink` inside, uneven by up to a few `grain`.
  ///
  /// @param ink 0 to 255
  /// @param grain standard deviation of the ink, only where there is some
  void ink(byte[] target, int offset, double ink, double grain, SplitMix random) {
    for (int i = 0; i < gap.length; i++) {
      double cover = Math.clamp((SOFT - gap[i]) / (2 * SOFT), 0.0, 1.0);
      if (cover > 0) {
        double soft = cover * cover * (3 - 2 * cover);
        target[offset + i] = (byte) (int) (Math.clamp(soft * (ink + random.bell(grain)), 0.0, 255.0) + 0.5);
      } else {
        target[offset + i] = 0;
      }
    }
  }
}
