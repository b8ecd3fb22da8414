package org.moiety.experiments.benchmark;

import java.util.Arrays;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.PublicRandom;
import org.moiety.engine.random.Seed;

/// Operands of benchmarks.
final class Samples {
  private static final int CHECKED = 4096;

  private Samples() {}

  /// Uniform elements from a fixed seed.
  static FieldArray array(Field field, int length, int seed) {
    FieldArray array = field.zeros(length);
    Seed.of(seed).stream(new Address("benchmark", 1, 0), 0).next(field, array, 0, length);
    return array;
  }

  /// The words of uniform elements from a fixed seed.
  static Limbs elements(int length, int seed) {
    try (Workers workers = new Workers(1)) {
      Field field = Field.moiety(workers);
      long[][] planes = field.planes(array(field, length, seed));
      return new Limbs(planes[0], planes[1]);
    }
  }

  /// Uniform in -0.5 to 0.5.
  static float[] floats(int length, int seed) {
    PublicRandom random = new PublicRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble() - 0.5f;
    }
    return values;
  }

  /// The first words, enough to see whether a kernel is right.
  static Limbs head(Limbs words) {
    int length = Math.min(CHECKED, words.length());
    return new Limbs(Arrays.copyOf(words.hi(), length), Arrays.copyOf(words.lo(), length));
  }

  static void requireEqual(Limbs expected, Limbs actual) {
    if (!Arrays.equals(expected.hi(), actual.hi()) || !Arrays.equals(expected.lo(), actual.lo())) {
      throw new IllegalStateException("the kernels disagree with the scalar ones");
    }
  }
}
