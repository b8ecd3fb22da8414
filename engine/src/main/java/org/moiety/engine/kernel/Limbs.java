package org.moiety.engine.kernel;

/// A block of 128-bit words as two planes: word `i` is `hi[i] * 2^64 + lo[i]`, unsigned. Mutable; the holder decides who may write.
public record Limbs(long[] hi, long[] lo) {
  public Limbs {
    if (hi.length != lo.length) {
      throw new IllegalArgumentException("hi.length=" + hi.length + ", lo.length=" + lo.length + ", expected equal");
    }
  }

  /// A block of `length` zero words.
  public static Limbs zeros(int length) {
    return new Limbs(new long[length], new long[length]);
  }

  public int length() {
    return lo.length;
  }

  /// Length only: the words may be secret.
  @Override
  public String toString() {
    return "Limbs[" + length() + "]";
  }
}
