package org.moiety.experiments.benchmark;

import java.util.Arrays;
import org.moiety.engine.kernel.FieldKernels;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.ScalarFieldKernels;
import org.moiety.engine.random.PublicRandom;

/// Operands of benchmarks.
final class Samples {
  private Samples() {}

  static FieldKernels kernels(String provider) {
    return provider.equals("scalar") ? new ScalarFieldKernels(Modulus.MOIETY) : KernelProvider.field(Modulus.MOIETY);
  }

  /// Canonical words from a fixed seed.
  static Limbs elements(int length, long seed) {
    PublicRandom random = new PublicRandom(seed);
    Limbs words = Limbs.zeros(length);
    for (int i = 0; i < length; i++) {
      words.hi()[i] = random.nextLong() >>> 2;
      words.lo()[i] = random.nextLong();
    }
    return words;
  }

  static float[] floats(int length, long seed) {
    PublicRandom random = new PublicRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble() - 0.5f;
    }
    return values;
  }

  static void requireEqual(Limbs expected, Limbs actual) {
    if (!Arrays.equals(expected.hi(), actual.hi()) || !Arrays.equals(expected.lo(), actual.lo())) {
      throw new IllegalStateException("the kernels disagree with the scalar ones");
    }
  }
}
