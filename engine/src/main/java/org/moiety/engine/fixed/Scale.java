package org.moiety.engine.fixed;

import java.math.BigInteger;

/// How many units an encoded 1 has. Products multiply scales; dividing by a public integer n multiplies the scale by n and leaves the element alone.
public record Scale(BigInteger units) {
  public Scale {
    if (units.signum() <= 0) {
      throw new IllegalArgumentException("units=" + units + ", expected a positive integer");
    }
  }

  public Scale times(Scale other) {
    return new Scale(units.multiply(other.units));
  }

  public Scale times(BigInteger factor) {
    return new Scale(units.multiply(factor));
  }

  /// The integer by which elements of this scale are multiplied to have the scale `target`.
  ///
  /// @throws IllegalArgumentException if the scales are not multiples
  public BigInteger factorTo(Scale target) {
    BigInteger[] parts = target.units.divideAndRemainder(units);
    if (parts[1].signum() != 0) {
      throw new IllegalArgumentException("scale " + target.units + " is not a multiple of scale " + units);
    }
    return parts[0];
  }

  /// The smallest scale that both divide.
  public Scale common(Scale other) {
    return new Scale(units.divide(units.gcd(other.units)).multiply(other.units));
  }
}
