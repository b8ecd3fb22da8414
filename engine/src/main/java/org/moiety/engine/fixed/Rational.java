package org.moiety.engine.fixed;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// A public exact fraction in lowest terms, `denominator > 0`: learning rates, pooling sizes, polynomial coefficients.
public record Rational(BigInteger numerator, BigInteger denominator) {
  public static final Rational ZERO = of(0, 1);
  public static final Rational ONE = of(1, 1);

  public Rational {
    if (denominator.signum() == 0) {
      throw new IllegalArgumentException("denominator=0");
    }
    BigInteger divisor = numerator.gcd(denominator).max(BigInteger.ONE);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  public static Rational of(long numerator, long denominator) {
    return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /// Exactly what was typed: "0.01" is 1/100.
  public static Rational of(BigDecimal decimal) {
    return decimal.scale() >= 0
        ? new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()))
        : new Rational(decimal.toBigIntegerExact(), BigInteger.ONE);
  }

  /// The nearest fraction with the given denominator.
  public static Rational nearest(double value, BigInteger denominator) {
    BigDecimal scaled = new BigDecimal(value).multiply(new BigDecimal(denominator));
    return new Rational(scaled.setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact(), denominator);
  }

  public Rational times(Rational other) {
    return new Rational(numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  public Rational dividedBy(long divisor) {
    return new Rational(numerator, denominator.multiply(BigInteger.valueOf(divisor)));
  }

  public boolean isZero() {
    return numerator.signum() == 0;
  }

  public double value() {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), MathContext.DECIMAL64).doubleValue();
  }

  @Override
  public String toString() {
    return denominator.equals(BigInteger.ONE) ? numerator.toString() : numerator + "/" + denominator;
  }
}
