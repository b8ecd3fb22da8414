package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFloatKernelsTest {
  /// More than one block of rows, one of columns, tall, wide, and long sums; all large enough to be split over workers.
  private static final int[][] SHAPES = {{4 * FloatBlock.BLOCK_ROWS + 9, 20, 61},
      {5, 200, FloatBlock.BLOCK_COLUMNS + 50},
      {9, 5000, 32}, {130, FloatBlock.CHUNK_TERMS + 1, 49}};

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void workersDoNotChangeAProduct(int laneBits) {
    for (int[] shape : SHAPES) {
      float[] one = product(new VectorFloatKernels(laneBits), shape, 1);
      assertThat(product(new VectorFloatKernels(laneBits), shape, 2)).isEqualTo(one);
      assertThat(product(new VectorFloatKernels(laneBits), shape, 3)).isEqualTo(one);
    }
  }

  /// The order of an entry's sum is fixed by k alone.
  @Test
  void lanesDoNotChangeAProduct() {
    for (int[] shape : SHAPES) {
      float[] wide = product(new VectorFloatKernels(512), shape, 1);
      assertThat(product(new VectorFloatKernels(256), shape, 1)).isEqualTo(wide);
      assertThat(product(new VectorFloatKernels(128), shape, 1)).isEqualTo(wide);
    }
  }

  @Test
  void emptySumIsZero() {
    float[] c = {1, 2, 3, 4, 5, 6};
    try (Workers workers = new Workers(1)) {
      new VectorFloatKernels(256).matmul(FloatMatrix.rowMajor(new float[0], 2, 0),
          FloatMatrix.rowMajor(new float[0], 0, 3),
          FloatMatrix.rowMajor(c, 2, 3), workers);
    }
    assertThat(c).containsOnly(0f);
  }

  private static float[] product(FloatKernels kernels, int[] shape, int count) {
    SplittableRandom random = new SplittableRandom(7);
    float[] a = uniform(random, shape[0] * shape[1]);
    float[] b = uniform(random, shape[1] * shape[2]);
    float[] c = new float[shape[0] * shape[2]];
    try (Workers workers = new Workers(count)) {
      kernels.matmul(FloatMatrix.rowMajor(a, shape[0], shape[1]), FloatMatrix.rowMajor(b, shape[1], shape[2]),
          FloatMatrix.rowMajor(c, shape[0], shape[2]), workers);
    }
    return c;
  }

  private static float[] uniform(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble() - 0.5f;
    }
    return values;
  }
}
