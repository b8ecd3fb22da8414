package org.moiety.experiments.run;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.Convolution;
import org.moiety.engine.map.ConvolutionGeometry;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.MatrixProduct;

/// What two shared arrays can be put together by.
public enum ShareOperation {
  ADD, SUBTRACT, MULTIPLY, MATMUL,
  /// Images n x c x h x w and filters f x c x kh x kw, stride 1, no padding.
  CONV2D;

  /// An operation on arrays of known shapes.
  ///
  /// @param map the product; null for sums
  record Plan(int[] shape, @Nullable BilinearMap map) {}

  /// @throws UsageException if the shapes do not fit; names both
  Plan plan(SharedArray a, SharedArray b) {
    int[] x = a.shape();
    int[] y = b.shape();
    return switch (this) {
      case ADD, SUBTRACT -> new Plan(requireEqual(a, b), null);
      case MULTIPLY -> new Plan(requireEqual(a, b), new ElementwiseProduct(a.length()));
      case MATMUL -> {
        if (x.length != 2 || y.length != 2 || x[1] != y[0]) {
          throw misfit(a, b, "two matrices, m x k and k x n");
        }
        yield new Plan(new int[]{x[0], y[1]}, new MatrixProduct(x[0], x[1], y[1]));
      }
      case CONV2D -> {
        if (x.length != 4 || y.length != 4 || x[1] != y[1] || y[2] > x[2] || y[3] > x[3]) {
          throw misfit(a, b, "images n x c x h x w and filters f x c x kh x kw that fit inside");
        }
        ConvolutionGeometry g = new ConvolutionGeometry(x[0], x[1], x[2], x[3], y[0], y[2], y[3], 1);
        yield new Plan(new int[]{x[0], y[0], g.outputHeight(), g.outputWidth()}, new Convolution(g));
      }
    };
  }

  private int[] requireEqual(SharedArray a, SharedArray b) {
    if (!Arrays.equals(a.shape(), b.shape())) {
      throw misfit(a, b, "equal shapes");
    }
    return a.shape();
  }

  private UsageException misfit(SharedArray a, SharedArray b, String expected) {
    return new UsageException("shapes do not fit: " + Names.of(this) + " of " + a + " and " + b + ", expected "
        + expected);
  }
}
