package org.moiety.engine.map;

import java.util.Arrays;

/// Linear maps on planes of `height x width`: sums over windows, with padding or without.
public final class Planes {
  private Planes() {}

  /// Sum over each `size x size` window of a plane, windows side by side: average pooling but for the division (SV18 section 3.3). What is left over at
  /// the lower and right edge is dropped.
  public static GatherMap poolSum(int planes, int height, int width, int size) {
    return windowSum(planes, height, width, 0, 0, 0, 0, size, size, 1);
  }

  /// Pads, then at every `step`-th place sums `size x size` values that lie `spread` apart. With `step = 1` and `spread` the stride of a convolution this
  /// is what makes "convolve, then pool" one convolution with stride `spread * size`: pool(im2col(x)) w = im2col(windowSum(x)) w.
  public static GatherMap windowSum(int planes, int height, int width, int top, int left, int bottom, int right,
      int size, int step, int spread) {
    if (size < 1 || step < 1 || spread < 1) {
      throw new IllegalArgumentException("a window of " + size + ", expected at least 1");
    }
    int reach = (size - 1) * spread;
    int outputHeight = Math.floorDiv(height + top + bottom - reach - 1, step) + 1;
    int outputWidth = Math.floorDiv(width + left + right - reach - 1, step) + 1;
    if (outputHeight < 1 || outputWidth < 1) {
      throw new IllegalArgumentException("a window of " + size + " does not fit a plane of " + height + "x" + width);
    }
    int[] starts = new int[outputHeight * outputWidth + 1];
    int[] sources = new int[outputHeight * outputWidth * size * size];
    int count = 0;
    for (int o = 0; o < outputHeight * outputWidth; o++) {
      for (int i = 0; i < size * size; i++) {
        int y = o / outputWidth * step + i / size * spread - top;
        int x = o % outputWidth * step + i % size * spread - left;
        if (y >= 0 && y < height && x >= 0 && x < width) {
          sources[count++] = y * width + x;
        }
      }
      starts[o + 1] = count;
    }
    return new GatherMap(planes, height * width, starts, Arrays.copyOf(sources, count));
  }
}
