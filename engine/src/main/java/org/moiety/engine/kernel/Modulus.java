package org.moiety.engine.kernel;

import java.math.BigInteger;

/// An odd prime `3 <= p < 2^127` with its Montgomery constants for `R = 2^128`, each as two 64-bit words.
///
/// [#MOIETY] is the prime of every real run; other primes serve tests and teaching.
public final class Modulus {
  /// `p = 2^127 - 2^65 + 1`: `-p^-1 mod 2^64 = -1`, so that a Montgomery step is shifts and adds; `2^65` divides `p - 1`; `2p < 2^128`.
  public static final Modulus MOIETY = new Modulus(
      BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE.shiftLeft(65)).add(BigInteger.ONE));

  private final BigInteger value;
  private final int bits;
  private final long hi;
  private final long lo;
  private final long negativeInverse;
  private final long oneHi;
  private final long oneLo;
  private final long squareHi;
  private final long squareLo;

  /// @throws IllegalArgumentException if `value` is not an odd (probable) prime below `2^127`
  public Modulus(BigInteger value) {
    if (value.signum() <= 0 || value.bitLength() > 127 || !value.testBit(0) || !value.isProbablePrime(64)) {
      throw new IllegalArgumentException("modulus=" + value + ", expected an odd prime below 2^127");
    }
    this.value = value;
    bits = value.bitLength();
    hi = value.shiftRight(64).longValue();
    lo = value.longValue();
    BigInteger word = BigInteger.ONE.shiftLeft(64);
    negativeInverse = value.modInverse(word).negate().longValue();
    BigInteger r = BigInteger.ONE.shiftLeft(128).mod(value);
    oneHi = r.shiftRight(64).longValue();
    oneLo = r.longValue();
    BigInteger square = r.multiply(r).mod(value);
    squareHi = square.shiftRight(64).longValue();
    squareLo = square.longValue();
  }

  public BigInteger value() {
    return value;
  }

  /// The Montgomery form of an integer modulo p.
  public BigInteger montgomeryForm(BigInteger integer) {
    return integer.mod(value).shiftLeft(128).mod(value);
  }

  /// Length of p in bits: a uniform element is drawn from this many random bits by rejection.
  public int bits() {
    return bits;
  }

  /// Ones where the high word of a number of [#bits()] bits may have ones.
  public long highMask() {
    return bits > Long.SIZE ? -1L >>> (2 * Long.SIZE - bits) : 0;
  }

  /// Ones where the low word of a number of [#bits()] bits may have ones.
  public long lowMask() {
    return bits >= Long.SIZE ? -1L : -1L >>> (Long.SIZE - bits);
  }

  public long hi() {
    return hi;
  }

  public long lo() {
    return lo;
  }

  /// `-p^-1 mod 2^64`.
  public long negativeInverse() {
    return negativeInverse;
  }

  /// High word of `R mod p`, the Montgomery form of 1.
  public long oneHi() {
    return oneHi;
  }

  /// Low word of `R mod p`.
  public long oneLo() {
    return oneLo;
  }

  /// High word of `R^2 mod p`, which takes an element into Montgomery form.
  public long squareHi() {
    return squareHi;
  }

  /// Low word of `R^2 mod p`.
  public long squareLo() {
    return squareLo;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Modulus that && that.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Modulus[" + value + "]";
  }
}
