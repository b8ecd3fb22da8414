package org.moiety.layers.data;

/// A small deterministic generator for pictures, never for secrets: SplitMix64 (Steele, Lea and Flood 2014). The same on every machine.
final class SplitMix {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;
  private long state;

  /// A stream for each (seed, a, b).
  SplitMix(long seed, long a, long b) {
    state = mix(mix(mix(seed + GAMMA) + a + GAMMA) + b + GAMMA);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private long next() {
    state += GAMMA;
    return mix(state);
  }

  /// Uniform in `[0, 1)`, a multiple of 2^-53.
  double unit() {
    return (next() >>> 11) * UNIT;
  }

  /// Uniform in `[low, high)`, up to rounding.
  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /// Bell-shaped around 0 with standard deviation `deviation`, never beyond 3.5 of it: the sum of four uniforms.
  double bell(double deviation) {
    return deviation * 1.7320508075688772 * (unit() + unit() + unit() + unit() - 2);
  }

  /// Uniform in `0 .. bound-1`; the bias is below `bound / 2^53`.
  int below(int bound) {
    return (int) (unit() * bound);
  }
}
