package org.moiety.engine.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/// The executable specification of [FieldKernels]: one element at a time, two 64-bit words, any modulus.
///
/// - **Representation.** `value = hi * 2^64 + lo`.
/// - **Ranges.** CANONICAL in, CANONICAL out. Inside, sums of two are below `2p < 2^128`, so one conditional subtraction restores the range.
/// - **Operations.** As the contract says.
/// - **Aliasing and time.** As the contract says; the final subtraction is by mask, not by branch.
/// - **Source.** Montgomery 1985, word-by-word reduction with two 64-bit words.
public final class ScalarFieldKernels implements FieldKernels {
  private static final VarHandle LITTLE_ENDIAN = MethodHandles.byteArrayViewVarHandle(long[].class,
      ByteOrder.LITTLE_ENDIAN);

  private final Modulus modulus;
  private final long pHi;
  private final long pLo;
  private final long negativeInverse;

  public ScalarFieldKernels(Modulus modulus) {
    this.modulus = modulus;
    pHi = modulus.hi();
    pLo = modulus.lo();
    negativeInverse = modulus.negativeInverse();
  }

  @Override
  public Modulus modulus() {
    return modulus;
  }

  @Override
  public String description() {
    return "scalar, 64-bit words";
  }

  @Override
  public void add(Limbs a, Limbs b, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      addTo(a.hi()[i], a.lo()[i], b.hi()[i], b.lo()[i], r, i);
    }
  }

  @Override
  public void subtract(Limbs a, Limbs b, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      subtractTo(a.hi()[i], a.lo()[i], b.hi()[i], b.lo()[i], r, i);
    }
  }

  @Override
  public void negate(Limbs a, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      subtractTo(0, 0, a.hi()[i], a.lo()[i], r, i);
    }
  }

  @Override
  public void halve(Limbs a, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      long odd = -(a.lo()[i] & 1); // all ones when a is odd: then (a + p) / 2
      long lo = a.lo()[i] + (pLo & odd);
      long carry = less(lo, pLo & odd);
      long hi = a.hi()[i] + (pHi & odd) + carry; // a + p < 2^128
      r.lo()[i] = (lo >>> 1) | (hi << 63);
      r.hi()[i] = hi >>> 1;
    }
  }

  @Override
  public void addConstant(Limbs a, long cHi, long cLo, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      addTo(a.hi()[i], a.lo()[i], cHi, cLo, r, i);
    }
  }

  @Override
  public void multiply(Limbs a, Limbs b, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      multiplyTo(a.hi()[i], a.lo()[i], b.hi()[i], b.lo()[i], r, i);
    }
  }

  @Override
  public void scale(Limbs a, long cHi, long cLo, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      multiplyTo(a.hi()[i], a.lo()[i], cHi, cLo, r, i);
    }
  }

  @Override
  public void scalePlus(Limbs a, long cHi, long cLo, Limbs b, Limbs r, int from, int to) {
    Limbs product = Limbs.zeros(1);
    for (int i = from; i < to; i++) {
      multiplyTo(a.hi()[i], a.lo()[i], cHi, cLo, product, 0);
      addTo(product.hi()[0], product.lo()[0], b.hi()[i], b.lo()[i], r, i);
    }
  }

  @Override
  public void multiple(Limbs a, long factor, Limbs r, int from, int to) {
    BigInteger c = smallFactor(factor);
    scale(a, c.shiftRight(Long.SIZE).longValue(), c.longValue(), r, from, to);
  }

  @Override
  public void multiplePlus(Limbs a, long factor, Limbs b, Limbs r, int from, int to) {
    BigInteger c = smallFactor(factor);
    scalePlus(a, c.shiftRight(Long.SIZE).longValue(), c.longValue(), b, r, from, to);
  }

  private BigInteger smallFactor(long factor) {
    if (Math.abs(factor) >>> 32 != 0) {
      throw new IllegalArgumentException("factor=" + factor + ", expected less than 2^32 in absolute value");
    }
    return modulus.montgomeryForm(BigInteger.valueOf(factor));
  }

  @Override
  public int firstNotBelow(Limbs a, int from, int to) {
    for (int i = from; i < to; i++) {
      if (lessThanModulus(a.hi()[i], a.lo()[i]) == 0) {
        return i;
      }
    }
    return to;
  }

  @Override
  public int setDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      long hi = word(high, i - first) & modulus.highMask();
      long lo = word(low, i - first) & modulus.lowMask();
      if (lessThanModulus(hi, lo) == 0) {
        return i;
      }
      r.hi()[i] = hi;
      r.lo()[i] = lo;
    }
    return to;
  }

  @Override
  public int addDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      long hi = word(high, i - first) & modulus.highMask();
      long lo = word(low, i - first) & modulus.lowMask();
      if (lessThanModulus(hi, lo) == 0) {
        return i;
      }
      addTo(r.hi()[i], r.lo()[i], hi, lo, r, i);
    }
    return to;
  }

  @Override
  public int subtractDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      long hi = word(high, i - first) & modulus.highMask();
      long lo = word(low, i - first) & modulus.lowMask();
      if (lessThanModulus(hi, lo) == 0) {
        return i;
      }
      subtractTo(r.hi()[i], r.lo()[i], hi, lo, r, i);
    }
    return to;
  }

  private static long word(byte[] bytes, int index) {
    return (long) LITTLE_ENDIAN.get(bytes, Long.BYTES * index);
  }

  @Override
  public void toMontgomery(Limbs a, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      multiplyTo(a.hi()[i], a.lo()[i], modulus.squareHi(), modulus.squareLo(), r, i);
    }
  }

  @Override
  public void fromMontgomery(Limbs a, Limbs r, int from, int to) {
    for (int i = from; i < to; i++) {
      multiplyTo(a.hi()[i], a.lo()[i], 0, 1, r, i);
    }
  }

  @Override
  public void floorDivide(Limbs a, long divisor, Limbs r, int from, int to) {
    if (divisor < 1) {
      throw new IllegalArgumentException("divisor=" + divisor + ", expected at least 1");
    }
    Limbs quotient = Limbs.zeros(1);
    for (int i = from; i < to; i++) {
      multiplyTo(a.hi()[i], a.lo()[i], 0, 1, quotient, 0);
      divide(quotient, divisor);
      multiplyTo(quotient.hi()[0], quotient.lo()[0], modulus.squareHi(), modulus.squareLo(), r, i);
    }
  }

  @Override
  public void gatherSum(Limbs a, int input, GatherPlan plan, Limbs r, int output, int from, int to) {
    for (int o = from; o < to; o++) {
      r.hi()[output + o] = 0;
      r.lo()[output + o] = 0;
      for (int s = plan.start(o); s < plan.start(o + 1); s++) {
        int at = input + plan.source(s);
        addTo(r.hi()[output + o], r.lo()[output + o], a.hi()[at], a.lo()[at], r, output + o);
      }
    }
  }

  @Override
  public void matmul(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    MatrixShapes.check(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns());
    Limbs sum = Limbs.zeros(2);
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        sum.hi()[0] = 0;
        sum.lo()[0] = 0;
        for (int t = 0; t < a.columns(); t++) {
          int x = a.rowOffsets()[i] + a.columnOffsets()[t];
          int y = b.rowOffsets()[t] + b.columnOffsets()[j];
          multiplyTo(a.limbs().hi()[x], a.limbs().lo()[x], b.limbs().hi()[y], b.limbs().lo()[y], sum, 1);
          addTo(sum.hi()[0], sum.lo()[0], sum.hi()[1], sum.lo()[1], sum, 0);
        }
        int z = c.rowOffsets()[i] + c.columnOffsets()[j];
        c.limbs().hi()[z] = sum.hi()[0];
        c.limbs().lo()[z] = sum.lo()[0];
      }
    }
  }

  private void addTo(long aHi, long aLo, long bHi, long bLo, Limbs r, int i) {
    long lo = aLo + bLo;
    long hi = aHi + bHi + less(lo, aLo); // a + b < 2p < 2^128
    reduceOnce(hi, lo, r, i);
  }

  private void subtractTo(long aHi, long aLo, long bHi, long bLo, Limbs r, int i) {
    long lo = aLo - bLo;
    long hi = aHi - bHi - less(aLo, bLo);
    long negative = hi >> 63; // -p < a - b < p, |.| < 2^127: the sign bit tells
    long sum = lo + (pLo & negative);
    r.hi()[i] = hi + (pHi & negative) + less(sum, lo);
    r.lo()[i] = sum;
  }

  /// CANONICAL from a value below `2p < 2^128`.
  private void reduceOnce(long hi, long lo, Limbs r, int i) {
    long dLo = lo - pLo;
    long dHi = hi - pHi - less(lo, pLo);
    long keep = -lessThanModulus(hi, lo); // all ones when value < p
    r.hi()[i] = (hi & keep) | (dHi & ~keep);
    r.lo()[i] = (lo & keep) | (dLo & ~keep);
  }

  private long lessThanModulus(long hi, long lo) {
    long lowBorrow = less(lo, pLo);
    return less(hi, pHi) | (equal(hi, pHi) & lowBorrow);
  }

  private void multiplyTo(long aHi, long aLo, long bHi, long bLo, Limbs r, int i) {
    // t = a * b < p^2 < 2^254, four words t3 t2 t1 t0
    long t0 = aLo * bLo;
    long t1 = Math.unsignedMultiplyHigh(aLo, bLo);
    long u0 = aHi * bLo;
    long u1 = Math.unsignedMultiplyHigh(aHi, bLo);
    long v0 = aLo * bHi;
    long v1 = Math.unsignedMultiplyHigh(aLo, bHi);
    long t2 = aHi * bHi;
    long t3 = Math.unsignedMultiplyHigh(aHi, bHi);
    t1 += u0;
    long carry = less(t1, u0);
    t1 += v0;
    carry += less(t1, v0);
    u1 += carry; // u1 <= 2^63: no overflow, a and b are below 2^127
    t2 += u1;
    t3 += less(t2, u1);
    t2 += v1;
    t3 += less(t2, v1);
    // two steps: t = (t + m p) / 2^64 with m = -t p^-1 mod 2^64; after both t < 2p
    for (int step = 0; step < 2; step++) {
      long m = t0 * negativeInverse;
      long low = m * pLo; // low = -t0
      long c1 = Math.unsignedMultiplyHigh(m, pLo) + less(t0 + low, low); // high word <= 2^64 - 2
      long x0 = m * pHi;
      long x1 = Math.unsignedMultiplyHigh(m, pHi);
      x0 += c1;
      x1 += less(x0, c1);
      t1 += x0;
      x1 += less(t1, x0);
      t2 += x1;
      long c3 = less(t2, x1);
      t0 = t1;
      t1 = t2;
      t2 = t3 + c3;
      t3 = 0;
    }
    reduceOnce(t1, t0, r, i);
  }

  /// In place: integer quotient of word 0 by a divisor below `2^63`.
  private static void divide(Limbs x, long divisor) {
    long hi = x.hi()[0];
    long lo = x.lo()[0];
    long qHi = hi / divisor; // hi < 2^63
    long remainder = hi % divisor;
    long qLo = 0;
    for (int bit = 63; bit >= 0; bit--) {
      remainder = (remainder << 1) | ((lo >>> bit) & 1); // remainder < 2 * divisor < 2^64, unsigned
      long fits = 1 - less(remainder, divisor);
      remainder -= divisor & -fits;
      qLo |= fits << bit;
    }
    x.hi()[0] = qHi;
    x.lo()[0] = qLo;
  }

  /// 1 when a < b unsigned, else 0; no branch.
  static long less(long a, long b) {
    return ((~a & b) | (~(a ^ b) & (a - b))) >>> 63;
  }

  private static long equal(long a, long b) {
    long d = a ^ b;
    return ((d | -d) >>> 63) ^ 1;
  }
}
