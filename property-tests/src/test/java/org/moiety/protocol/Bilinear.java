package org.moiety.protocol;

import java.util.Arrays;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.engine.map.Convolution;
import org.moiety.engine.map.ConvolutionFilterGradient;
import org.moiety.engine.map.ConvolutionGeometry;
import org.moiety.engine.map.ConvolutionInputGradient;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.GatherMap;
import org.moiety.engine.map.KeepMap;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.map.Planes;
import org.moiety.engine.random.PublicRandom;

/// Random maps of every kind, with random small sizes.
enum Bilinear {
  ELEMENTWISE {
    @Override
    BilinearMap random(PublicRandom random) {
      return new ElementwiseProduct(1 + random.nextInt(9));
    }
  },
  MATRIX {
    @Override
    BilinearMap random(PublicRandom random) {
      return new MatrixProduct(1 + random.nextInt(4), 1 + random.nextInt(5), 1 + random.nextInt(4),
          random.nextInt(2) == 0, random.nextInt(2) == 0);
    }
  },
  CONVOLUTION {
    @Override
    BilinearMap random(PublicRandom random) {
      return new Convolution(geometry(random));
    }
  },
  FILTER_GRADIENT {
    @Override
    BilinearMap random(PublicRandom random) {
      return new ConvolutionFilterGradient(geometry(random));
    }
  },
  INPUT_GRADIENT {
    @Override
    BilinearMap random(PublicRandom random) {
      return new ConvolutionInputGradient(geometry(random));
    }
  };

  abstract BilinearMap random(PublicRandom random);

  static ConvolutionGeometry geometry(PublicRandom random) {
    int kernelHeight = 1 + random.nextInt(3);
    int kernelWidth = 1 + random.nextInt(2);
    return new ConvolutionGeometry(1 + random.nextInt(2), 1 + random.nextInt(2), kernelHeight + random.nextInt(3),
        kernelWidth + random.nextInt(3), 1 + random.nextInt(3), kernelHeight, kernelWidth, 1 + random.nextInt(2));
  }

  /// A random plan whose outputs are sums of up to three inputs.
  static LinearMap gather(PublicRandom random, int input, int output) {
    int[] starts = new int[output + 1];
    int[] sources = new int[3 * output];
    for (int o = 0; o < output; o++) {
      starts[o + 1] = starts[o] + random.nextInt(4);
      for (int s = starts[o]; s < starts[o + 1]; s++) {
        sources[s] = random.nextInt(input);
      }
    }
    return new GatherMap(1, input, starts, Arrays.copyOf(sources, starts[output]));
  }

  /// A linear map of any kind.
  static LinearMap linear(PublicRandom random) {
    int outer = 1 + random.nextInt(3);
    int channels = 1 + random.nextInt(3);
    int inner = 1 + random.nextInt(3);
    return switch (random.nextInt(7)) {
      case 0 -> new ChannelBroadcast(outer, channels, inner);
      case 1 -> new ChannelBroadcast(outer, channels, inner).adjoint();
      case 2 -> keep(random, outer * channels * inner);
      case 3 -> geometry(random).im2col();
      case 4 -> geometry(random).im2col().adjoint();
      case 5 -> Planes.windowSum(channels, inner, outer, 1, 0, 2, 1, 1, 1, 1);
      default -> gather(random, outer * channels * inner, 1 + random.nextInt(8));
    };
  }

  private static LinearMap keep(PublicRandom random, int length) {
    boolean[] keep = new boolean[length];
    for (int i = 0; i < length; i++) {
      keep[i] = random.nextInt(2) == 0;
    }
    return new KeepMap(keep);
  }
}
