package org.moiety.engine.field;

import java.math.BigInteger;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;

/// Arithmetic on single words of two limbs modulo p, without branches on values: what [Field] does element by element, beside the kernels' bulk operations.
final class Words {
  private final long pHi;
  private final long pLo;
  private final long halfHi;
  private final long halfLo;

  Words(Modulus modulus) {
    pHi = modulus.hi();
    pLo = modulus.lo();
    BigInteger half = modulus.value().shiftRight(1);
    halfHi = half.shiftRight(64).longValue();
    halfLo = half.longValue();
  }

  /// Sets word i to a signed integer modulo p; p has more than 64 bits.
  void setSigned(Limbs words, int i, long value) {
    long negative = value >> 63;
    long lo = value + (pLo & negative);
    words.hi()[i] = (pHi & negative) + negative + less(lo, pLo & negative);
    words.lo()[i] = lo;
  }

  /// Replaces word i, below p, by `word - p` where it is above p / 2: a signed 128-bit number.
  void centre(Limbs words, int i) {
    long hi = words.hi()[i];
    long lo = words.lo()[i];
    long upper = (halfHi - hi - less(halfLo, lo)) >> 63; // all ones when the word is above p / 2
    long low = pLo & upper;
    words.lo()[i] = lo - low;
    words.hi()[i] = hi - (pHi & upper) - less(lo, low);
  }

  /// 1 when a < b unsigned, else 0.
  private static long less(long a, long b) {
    return ((~a & b) | (~(a ^ b) & (a - b))) >>> 63;
  }
}
