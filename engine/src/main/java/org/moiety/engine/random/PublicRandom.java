package org.moiety.engine.random;

/// Small public choices from a number that all roles know: the order of examples, dropout. Not for secrets.
///
/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
public final class PublicRandom {
  private long state;

  public PublicRandom(long seed) {
    state = seed;
  }

  public long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// Uniform in `0 <= x < 1`, 53 bits.
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /// Uniform in `0 .. bound - 1`, exactly.
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound=" + bound + ", expected at least 1");
    }
    while (true) {
      long bits = nextLong() >>> 1;
      long value = bits % bound;
      if (bits - value + (bound - 1) >= 0) { // refuse the incomplete last run of residues
        return (int) value;
      }
    }
  }

  /// A uniform permutation of `0 .. length - 1`.
  public int[] permutation(int length) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
