package org.moiety.layers.layer;

/// Layers in plain doubles and plain loops, written from the formulas alone.
final class Twin {
  private Twin() {}

  /// `z = x w + b` for n rows.
  static double[] dense(double[] x, double[] w, double[] b, int n) {
    int units = b.length;
    int in = w.length / units;
    double[] z = new double[n * units];
    for (int e = 0; e < n; e++) {
      for (int u = 0; u < units; u++) {
        double sum = b[u];
        for (int i = 0; i < in; i++) {
          sum += x[e * in + i] * w[i * units + u];
        }
        z[e * units + u] = sum;
      }
    }
    return z;
  }

  /// Height and width of a result, as in the tables of every framework.
  static int outputSize(int size, int kernel, int stride, boolean same) {
    return same ? (int) Math.ceil(size / (double) stride) : (int) Math.floor((size - kernel) / (double) stride) + 1;
  }

  /// Convolution as a sum over the kernel around each place; `same` pads less before than after where it cannot pad evenly.
  static double[] convolution(double[] x, double[] w, double[] b, int n, int channels, int height, int width,
      Conv2d.Options o) {
    int outHeight = outputSize(height, o.kernelHeight(), o.stride(), o.same());
    int outWidth = outputSize(width, o.kernelWidth(), o.stride(), o.same());
    int top = o.same() ? Math.max(0, (outHeight - 1) * o.stride() + o.kernelHeight() - height) / 2 : 0;
    int left = o.same() ? Math.max(0, (outWidth - 1) * o.stride() + o.kernelWidth() - width) / 2 : 0;
    double[] z = new double[n * o.filters() * outHeight * outWidth];
    int at = 0;
    for (int e = 0; e < n; e++) {
      for (int f = 0; f < o.filters(); f++) {
        for (int row = 0; row < outHeight; row++) {
          for (int column = 0; column < outWidth; column++) {
            double sum = b == null ? 0 : b[f];
            for (int c = 0; c < channels; c++) {
              for (int i = 0; i < o.kernelHeight(); i++) {
                for (int j = 0; j < o.kernelWidth(); j++) {
                  int y = row * o.stride() + i - top;
                  int u = column * o.stride() + j - left;
                  if (y >= 0 && y < height && u >= 0 && u < width) {
                    sum += x[((e * channels + c) * height + y) * width + u]
                        * w[((f * channels + c) * o.kernelHeight() + i) * o.kernelWidth() + j];
                  }
                }
              }
            }
            z[at++] = sum;
          }
        }
      }
    }
    return z;
  }

  /// Means over windows side by side.
  static double[] averagePooling(double[] x, int planes, int height, int width, int size) {
    double[] z = new double[planes * (height / size) * (width / size)];
    int at = 0;
    for (int p = 0; p < planes; p++) {
      for (int row = 0; row + size <= height; row += size) {
        for (int column = 0; column + size <= width; column += size) {
          double sum = 0;
          for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
              sum += x[(p * height + row + i) * width + column + j];
            }
          }
          z[at++] = sum / (size * size);
        }
      }
    }
    return z;
  }
}
