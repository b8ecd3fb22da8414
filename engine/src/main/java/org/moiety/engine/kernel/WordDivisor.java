package org.moiety.engine.kernel;

import java.math.BigInteger;

/// Division of 127-bit integers by a constant of at most 63 bits, by multiplication with its reciprocal.
///
/// - **Representation.** The divisor is shifted left by `shift` until its top bit is set: `d`, `2^63 <= d < 2^64`; its reciprocal is
///   `v = floor((2^128 - 1) / d) - 2^64`. The dividend, shifted likewise, has three words u2, u1, u0 with `u2 < d`.
/// - **Ranges.** Dividend below `2^127`, quotient exact.
/// - **Operations.** [#divide]: two divisions of two words by one, `(u2, u1)` and `(remainder, u0)`.
/// - **Aliasing and time.** In place; no branch on a value: both corrections of a quotient are masks.
/// - **Source.** Möller and Granlund 2011, algorithm 4.
final class WordDivisor {
  private final int shift;
  private final long d;
  private final long reciprocal;

  /// @param divisor at least 1
  WordDivisor(long divisor) {
    shift = Long.numberOfLeadingZeros(divisor);
    d = divisor << shift;
    BigInteger word = BigInteger.ONE.shiftLeft(Long.SIZE);
    BigInteger unsigned = BigInteger.valueOf(divisor).shiftLeft(shift);
    reciprocal = word.multiply(word).subtract(BigInteger.ONE).divide(unsigned).subtract(word).longValue();
  }

  void divide(Limbs x, int from, int to) {
    long[] his = x.hi();
    long[] los = x.lo();
    for (int i = from; i < to; i++) {
      long hi = his[i];
      long lo = los[i];
      long u2 = hi >>> 1 >>> (Long.SIZE - 1 - shift); // u2 < 2^63 <= d, for shift >= 1 and hi < 2^63
      long u1 = (hi << shift) | (lo >>> 1 >>> (Long.SIZE - 1 - shift));
      long u0 = lo << shift;
      long qHi = quotient(u2, u1);
      his[i] = qHi;
      los[i] = quotient(u1 - qHi * d, u0);
    }
  }

  /// `floor((u1 2^64 + u0) / d)` for `u1 < d`; the remainder is `u0 - quotient * d`.
  private long quotient(long u1, long u0) {
    long low = reciprocal * u1;
    long sum = low + u0;
    long q = Math.unsignedMultiplyHigh(reciprocal, u1) + u1 + ScalarFieldKernels.less(sum, low) + 1; // (q, sum) = v u1 + u, then q + 1
    long r = u0 - q * d;
    long tooLarge = -ScalarFieldKernels.less(sum, r);
    q += tooLarge;
    r += tooLarge & d;
    return q + 1 - ScalarFieldKernels.less(r, d);
  }
}
