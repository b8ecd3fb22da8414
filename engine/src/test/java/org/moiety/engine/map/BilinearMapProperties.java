package org.moiety.engine.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.moiety.engine.field.FieldArray;

/// [BilinearMapLaws] for every kind of map, and how convolution and its gradients belong together.
final class BilinearMapProperties {
  @Group
  final class Elementwise implements BilinearMapLaws {
    @Override
    public BilinearMap random(SplittableRandom random) {
      return new ElementwiseProduct(random.nextInt(1, 30));
    }

    @Override
    public long[] naive(BilinearMap f, long[] x, long[] y) {
      long[] z = new long[x.length];
      Arrays.setAll(z, i -> x[i] * y[i]);
      return z;
    }
  }

  @Group
  final class Matrix implements BilinearMapLaws {
    @Override
    public BilinearMap random(SplittableRandom random) {
      return new MatrixProduct(random.nextInt(1, 12), random.nextInt(1, 12), random.nextInt(1, 12),
          random.nextBoolean(), random.nextBoolean());
    }

    @Override
    public long[] naive(BilinearMap f, long[] x, long[] y) {
      MatrixProduct p = (MatrixProduct) f;
      long[] z = new long[p.m() * p.n()];
      for (int i = 0; i < p.m(); i++) {
        for (int j = 0; j < p.n(); j++) {
          for (int t = 0; t < p.k(); t++) {
            z[i * p.n() + j] += x[p.transposeLeft() ? t * p.m() + i : i * p.k() + t]
                * y[p.transposeRight() ? j * p.k() + t : t * p.n() + j];
          }
        }
      }
      return z;
    }
  }

  /// One term of a convolution: which image value, filter value and result value it joins.
  @FunctionalInterface
  private interface Term {
    void join(int image, int filter, int result);
  }

  private static void terms(ConvolutionGeometry g, Term term) {
    for (int e = 0; e < g.batch(); e++) {
      for (int f = 0; f < g.filters(); f++) {
        for (int row = 0; row < g.outputHeight(); row++) {
          for (int column = 0; column < g.outputWidth(); column++) {
            for (int c = 0; c < g.channels(); c++) {
              for (int i = 0; i < g.kernelHeight(); i++) {
                for (int j = 0; j < g.kernelWidth(); j++) {
                  term.join(
                      ((e * g.channels() + c) * g.height() + row * g.stride() + i) * g.width() + column * g.stride()
                          + j,
                      ((f * g.channels() + c) * g.kernelHeight() + i) * g.kernelWidth() + j,
                      ((e * g.filters() + f) * g.outputHeight() + row) * g.outputWidth() + column);
                }
              }
            }
          }
        }
      }
    }
  }

  @Group
  final class Convolutions implements BilinearMapLaws {
    @Override
    public BilinearMap random(SplittableRandom random) {
      return new Convolution(Maps.geometry(random));
    }

    @Override
    public long[] naive(BilinearMap f, long[] x, long[] w) {
      long[] z = new long[f.resultLength()];
      terms(((Convolution) f).geometry(), (image, filter, result) -> z[result] += x[image] * w[filter]);
      return z;
    }
  }

  @Group
  final class FilterGradients implements BilinearMapLaws {
    @Override
    public BilinearMap random(SplittableRandom random) {
      return new ConvolutionFilterGradient(Maps.geometry(random));
    }

    @Override
    public long[] naive(BilinearMap f, long[] x, long[] d) {
      long[] dw = new long[f.resultLength()];
      terms(((ConvolutionFilterGradient) f).geometry(),
          (image, filter, result) -> dw[filter] += x[image] * d[result]);
      return dw;
    }
  }

  @Group
  final class InputGradients implements BilinearMapLaws {
    @Override
    public BilinearMap random(SplittableRandom random) {
      return new ConvolutionInputGradient(Maps.geometry(random));
    }

    @Override
    public long[] naive(BilinearMap f, long[] d, long[] w) {
      long[] dx = new long[f.resultLength()];
      terms(((ConvolutionInputGradient) f).geometry(), (image, filter, result) -> dx[image] += d[result] * w[filter]);
      return dx;
    }
  }

  /// Patches of all images together are more than are held at once.
  @Group
  final class InputGradientsInSeveralChunks implements BilinearMapLaws {
    @Override
    public BilinearMap random(SplittableRandom random) {
      return new ConvolutionInputGradient(new ConvolutionGeometry(random.nextInt(3, 6), 16, 34, 34, 1, 5, 5, 1));
    }

    @Override
    public long[] naive(BilinearMap f, long[] d, long[] w) {
      return new InputGradients().naive(f, d, w);
    }

    @Override
    @Property(tries = 2, edgeCases = EdgeCasesMode.NONE)
    public void mapIsLinearInEachArgument(@ForAll long seed) {
      BilinearMapLaws.super.mapIsLinearInEachArgument(seed);
    }

    @Override
    @Property(tries = 2, edgeCases = EdgeCasesMode.NONE)
    public void loweringComputesTheSame(@ForAll long seed) {
      BilinearMapLaws.super.loweringComputesTheSame(seed);
    }

    @Override
    @Property(tries = 2, edgeCases = EdgeCasesMode.NONE)
    public void floatsAndElementsAreWhatTheLoopsSay(@ForAll long seed) {
      BilinearMapLaws.super.floatsAndElementsAreWhatTheLoopsSay(seed);
    }
  }

  /// `<conv(x, w), d> = <x, inputGradient(d, w)> = <w, filterGradient(x, d)>`.
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void gradientsOfAConvolutionAreItsAdjoints(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ConvolutionGeometry g = Maps.geometry(random);
    FieldArray x = Maps.anything(random, g.imageLength());
    FieldArray w = Maps.anything(random, g.filterLength());
    FieldArray d = Maps.anything(random, g.outputLength());
    var product = Maps.inner(new Convolution(g).apply(Maps.FIELD, x, w), d);
    assertThat(Maps.inner(x, new ConvolutionInputGradient(g).apply(Maps.FIELD, d, w))).isEqualTo(product);
    assertThat(Maps.inner(w, new ConvolutionFilterGradient(g).apply(Maps.FIELD, x, d))).isEqualTo(product);
  }

  /// pool(conv(x, w)) is one convolution, with stride `stride * size`, of windowSum(x).
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void poolingCommutesWithConvolution(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int size) {
    SplittableRandom random = new SplittableRandom(seed);
    ConvolutionGeometry g = Maps.geometry(random);
    if (g.outputHeight() < size || g.outputWidth() < size) {
      return;
    }
    FieldArray x = Maps.anything(random, g.imageLength());
    FieldArray w = Maps.anything(random, g.filterLength());
    FieldArray apart = Planes.poolSum(g.batch() * g.filters(), g.outputHeight(), g.outputWidth(), size)
        .apply(Maps.FIELD, new Convolution(g).apply(Maps.FIELD, x, w));
    GatherMap windows = Planes.windowSum(g.batch() * g.channels(), g.height(), g.width(), 0, 0, 0, 0, size, 1,
        g.stride());
    int reach = (size - 1) * g.stride();
    ConvolutionGeometry merged = new ConvolutionGeometry(g.batch(), g.channels(), g.height() - reach,
        g.width() - reach, g.filters(), g.kernelHeight(), g.kernelWidth(), g.stride() * size);
    FieldArray together = new Convolution(merged).apply(Maps.FIELD, windows.apply(Maps.FIELD, x), w);
    BilinearMapLaws.assertSame(together, apart);
  }
}
