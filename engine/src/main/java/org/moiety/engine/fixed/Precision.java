package org.moiety.engine.fixed;

import java.math.BigInteger;
import org.moiety.engine.kernel.Modulus;

/// A fixed-point format: a number x is `round(x * base^digits)`, and every value that is truncated is below `2^integerBits` in absolute value.
///
/// @param base 2, where truncation is a shift, or 10 as in SV18
/// @param digits fraction digits in that base
/// @param integerBits bound on the size of values; what exceeds it may wrap around
public record Precision(int base, int digits, int integerBits) {
  /// 24 fraction bits, values below 4096.
  public static final Precision DEFAULT = new Precision(2, 24, 12);

  public Precision {
    if (base != 2 && base != 10) {
      throw new IllegalArgumentException("base=" + base + ", expected 2 or 10");
    }
    if (digits < 1 || digits > (base == 2 ? 40 : 12)) {
      throw new IllegalArgumentException(
          "digits=" + digits + ", expected 1 to " + (base == 2 ? "40 bits" : "12 decimal digits"));
    }
    if (integerBits < 1 || integerBits > 40) {
      throw new IllegalArgumentException("integerBits=" + integerBits + ", expected 1 to 40");
    }
  }

  /// The scale of encoded tensors, `base^digits`.
  public Scale scale() {
    return new Scale(BigInteger.valueOf(base).pow(digits));
  }

  /// Fraction bits, rounded up for base 10.
  public int bits() {
    return scale().units().subtract(BigInteger.ONE).bitLength();
  }

  /// How a value of scale `from` is brought back to [#scale()].
  ///
  /// @throws HeadroomException if the modulus has no room for it
  /// @throws IllegalArgumentException if the scale is no multiple
  public Truncation truncation(Scale from, Modulus modulus) {
    BigInteger divisor = scale().factorTo(from);
    BigInteger offset = from.units().shiftLeft(integerBits);
    if (divisor.bitLength() > 63) {
      throw new HeadroomException("no headroom: a division by a number of " + divisor.bitLength()
          + " bits, expected at most 63; use a lower precision, or fewer decimals for learning rate and dropout");
    }
    if (offset.shiftLeft(1).compareTo(modulus.value()) >= 0) {
      throw new HeadroomException(
          "no headroom: a value with " + from.units().bitLength() + " bits of scale and " + integerBits
              + " integer bits does not fit " + modulus.bits() + " bits; use a lower precision");
    }
    return new Truncation(divisor.longValueExact(), offset, modulus);
  }
}
