package org.moiety.engine.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Maps of planes against loops that say what they are.
final class PlanesProperties {
  private static long at(long[] x, int plane, int height, int width, int row, int column) {
    return row < 0 || row >= height || column < 0 || column >= width ? 0 : x[(plane * height + row) * width + column];
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void windowSumsAreSumsOverWindowsOfThePaddedPlane(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int planes,
      @ForAll @IntRange(min = 1, max = 7) int height, @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 3) int size, @ForAll @IntRange(min = 1, max = 3) int step,
      @ForAll @IntRange(min = 1, max = 3) int spread) {
    SplittableRandom random = new SplittableRandom(seed);
    int top = random.nextInt(4);
    int left = random.nextInt(4);
    int bottom = random.nextInt(4);
    int right = random.nextInt(4);
    int reach = (size - 1) * spread + 1;
    if (height + top + bottom < reach || width + left + right < reach) {
      return;
    }
    long[] x = Maps.integers(random, planes * height * width);
    List<Long> expected = new ArrayList<>();
    for (int p = 0; p < planes; p++) {
      for (int row = -top; row + reach <= height + bottom; row += step) {
        for (int column = -left; column + reach <= width + right; column += step) {
          long sum = 0;
          for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
              sum += at(x, p, height, width, row + i * spread, column + j * spread);
            }
          }
          expected.add(sum);
        }
      }
    }
    GatherMap map = Planes.windowSum(planes, height, width, top, left, bottom, right, size, step, spread);
    assertThat(Maps.signed(map.apply(Maps.FIELD, Maps.field(x))))
        .isEqualTo(expected.stream().mapToLong(v -> v).toArray());
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void poolSumsDropWhatIsLeftOver(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int size,
      @ForAll @IntRange(min = 4, max = 9) int height, @ForAll @IntRange(min = 4, max = 9) int width) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] x = Maps.integers(random, 2 * height * width);
    long[] expected = new long[2 * (height / size) * (width / size)];
    int o = 0;
    for (int p = 0; p < 2; p++) {
      for (int row = 0; row < height / size; row++) {
        for (int column = 0; column < width / size; column++, o++) {
          for (int i = 0; i < size * size; i++) {
            expected[o] += at(x, p, height, width, row * size + i / size, column * size + i % size);
          }
        }
      }
    }
    assertThat(Maps.signed(Planes.poolSum(2, height, width, size).apply(Maps.FIELD, Maps.field(x))))
        .isEqualTo(expected);
  }

  @Example
  void paddingSurroundsWithZeros() {
    GatherMap pad = Planes.windowSum(1, 1, 2, 1, 2, 0, 1, 1, 1, 1);
    long[] padded = Maps.signed(pad.apply(Maps.FIELD, Maps.field(new long[]{5, 6})));
    assertThat(padded).containsExactly(0, 0, 0, 0, 0, 0, 0, 5, 6, 0);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void im2colPutsEachPatchInARow(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ConvolutionGeometry g = Maps.geometry(random);
    long[] x = Maps.integers(random, g.imageLength());
    List<Long> expected = new ArrayList<>();
    for (int e = 0; e < g.batch(); e++) {
      for (int row = 0; row + g.kernelHeight() <= g.height(); row += g.stride()) {
        for (int column = 0; column + g.kernelWidth() <= g.width(); column += g.stride()) {
          for (int c = 0; c < g.channels(); c++) {
            for (int i = 0; i < g.kernelHeight() * g.kernelWidth(); i++) {
              expected.add(at(x, e * g.channels() + c, g.height(), g.width(), row + i / g.kernelWidth(),
                  column + i % g.kernelWidth()));
            }
          }
        }
      }
    }
    assertThat(expected).hasSize(g.patches() * g.patchLength());
    assertThat(Maps.signed(g.im2col().apply(Maps.FIELD, Maps.field(x))))
        .isEqualTo(expected.stream().mapToLong(v -> v).toArray());
  }

  @Example
  void windowsAndKernelsThatDoNotFitAreRejected() {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Planes.poolSum(1, 3, 5, 4))
        .withMessageContaining("4").withMessageContaining("3x5");
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Planes.poolSum(1, 3, 5, 0))
        .withMessageContaining("window of 0");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new ConvolutionGeometry(1, 1, 3, 3, 1, 4, 1, 1)).withMessageContaining("4x1");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new ConvolutionGeometry(1, 1, 3, 3, 1, 1, 1, 0)).withMessageContaining("stride 0");
  }
}
