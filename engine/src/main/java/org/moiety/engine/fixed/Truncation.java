package org.moiety.engine.fixed;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.moiety.engine.kernel.Modulus;

/// Division of a signed value v, `-offset <= v < offset`, by a public divisor.
///
/// @param divisor `D >= 1`, below `2^63`
/// @param offset bound on |v|, a multiple of D; added before, and `offset / D` taken off after, so that the division is one of non-negative integers
/// @param modulus the field's prime
public record Truncation(long divisor, BigInteger offset, Modulus modulus) {
  public Truncation {
    if (divisor < 1 || offset.mod(BigInteger.valueOf(divisor)).signum() != 0) {
      throw new IllegalArgumentException("divisor=" + divisor + ", expected at least 1 and a divisor of the offset");
    }
  }

  /// What the quotient is too large by.
  public BigInteger quotientOffset() {
    return offset.divide(BigInteger.valueOf(divisor));
  }

  /// Bound on the probability that one value is ruined: the masked value wraps around p when the uniform mask is above `p - 2 offset`.
  public double failureBound() {
    return new BigDecimal(offset.shiftLeft(1)).divide(new BigDecimal(modulus.value()), MathContext.DECIMAL64)
        .doubleValue();
  }
}
