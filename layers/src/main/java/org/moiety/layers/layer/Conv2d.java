package org.moiety.layers.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.engine.map.Convolution;
import org.moiety.engine.map.ConvolutionFilterGradient;
import org.moiety.engine.map.ConvolutionGeometry;
import org.moiety.engine.map.ConvolutionInputGradient;
import org.moiety.engine.map.GatherMap;
import org.moiety.engine.map.Planes;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// Convolution, with the average pooling that follows it where there is one: `z = pool(im2col(x) w) + b` (SV18 section 3.3).
///
/// Pooling commutes with the product, pool(im2col(x)) w = im2col(windowSum(x)) w / pool^2, so the pair costs a convolution with stride `stride * pool`: a
/// quarter of the products for 2 x 2, forward and backward. Input `n x c x h x w`, weights `filters x c x kernelHeight x kernelWidth`, bias `filters`,
/// output `n x filters x h' x w'`.
public final class Conv2d implements Layer {
  private final String name;
  private final Shape inputShape;
  private final Shape outputShape;
  private final ConvolutionGeometry geometry;
  private final GatherMap windows;
  private final boolean plainWindows;
  private final Rational poolArea;
  private final Parameter weights;
  private final @Nullable Parameter bias;

  /// Sizes of a convolution.
  ///
  /// @param same pads with zeros so that the output is `ceil(size / stride)`; otherwise no padding
  /// @param pool side of the average pooling that follows; 1 for none
  public record Options(int filters, int kernelHeight, int kernelWidth, int stride, boolean same, boolean withBias,
      int pool) {
    /// The same convolution followed by an average pooling.
    public Options pooledBy(int side) {
      return new Options(filters, kernelHeight, kernelWidth, stride, same, withBias, side);
    }
  }

  public Conv2d(String name, Shape inputShape, Options options) {
    if (inputShape.rank() != 3) {
      throw new IllegalArgumentException("input " + inputShape + ", expected channels x height x width");
    }
    if (options.stride < 1) {
      throw new IllegalArgumentException("stride " + options.stride + ", expected at least 1");
    }
    this.name = name;
    this.inputShape = inputShape;
    int channels = inputShape.size(0);
    int height = inputShape.size(1);
    int width = inputShape.size(2);
    int vertical = options.same ? samePadding(height, options.kernelHeight, options.stride) : 0;
    int horizontal = options.same ? samePadding(width, options.kernelWidth, options.stride) : 0;
    int reach = (options.pool - 1) * options.stride;
    windows = Planes.windowSum(channels, height, width, vertical / 2, horizontal / 2, vertical - vertical / 2,
        horizontal - horizontal / 2,
        options.pool, 1, options.stride);
    plainWindows = options.pool == 1 && vertical == 0 && horizontal == 0;
    geometry = new ConvolutionGeometry(1, channels, height + vertical - reach, width + horizontal - reach,
        options.filters, options.kernelHeight,
        options.kernelWidth, options.stride * options.pool);
    outputShape = Shape.of(options.filters, geometry.outputHeight(), geometry.outputWidth());
    poolArea = Rational.of(1, (long) options.pool * options.pool);
    int kernelArea = options.kernelHeight * options.kernelWidth;
    weights = Parameter.weights(name + ".weight",
        Shape.of(options.filters, channels, options.kernelHeight, options.kernelWidth),
        channels * kernelArea, options.filters * kernelArea);
    bias = options.withBias ? Parameter.bias(name + ".bias", options.filters) : null;
  }

  private static int samePadding(int size, int kernel, int stride) {
    return Math.max(0, ((size + stride - 1) / stride - 1) * stride + kernel - size);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape inputShape() {
    return inputShape;
  }

  @Override
  public Shape outputShape() {
    return outputShape;
  }

  @Override
  public List<Parameter> parameters() {
    return bias == null ? List.of(weights) : List.of(weights, bias);
  }

  @Override
  public Step forward(Pass pass, Tensor input) {
    int batch = input.shape().size(0);
    ConvolutionGeometry g = geometry.withBatch(batch);
    GatherMap window = windows.forBlocks(batch * geometry.channels());
    Tensor w = pass.parameters().get(weights);
    Tensor x = plainWindows ? input : input.masked().map(window, Shape.of(batch, g.channels(), g.height(), g.width()));
    Tensor product = x.product(new Convolution(g), w, outputShape.batch(batch)).times(poolArea);
    ChannelBroadcast spread = new ChannelBroadcast(batch, g.filters(), g.outputPlane());
    Tensor z = bias == null ? product : product.plus(spread, pass.parameters().get(bias));
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        gradients.add(weights, x.product(new ConvolutionFilterGradient(g), gradient, weights.shape()).times(poolArea));
        if (bias != null) {
          gradients.add(bias, gradient.map(spread.adjoint(), bias.shape()));
        }
        if (!inputNeeded) {
          return null;
        }
        Tensor dx = gradient.product(new ConvolutionInputGradient(g), w, x.shape());
        return (plainWindows ? dx : dx.map(window.adjoint(), input.shape())).times(poolArea).rescaled();
      }
    };
  }
}
