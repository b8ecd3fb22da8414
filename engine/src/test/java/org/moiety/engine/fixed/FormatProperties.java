package org.moiety.engine.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.moiety.engine.kernel.Modulus;

/// Fractions, scales, precisions and the truncations that follow from them.
final class FormatProperties {
  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  @Property(tries = 200)
  void fractionsAreInLowestTerms(@ForAll int numerator, @ForAll @IntRange(min = 1) int denominator,
      @ForAll @IntRange(min = 1, max = 99) int factor) {
    Rational x = Rational.of((long) numerator * factor, (long) denominator * factor);
    assertThat(x).isEqualTo(Rational.of(numerator, denominator));
    assertThat(x).isEqualTo(Rational.of(-(long) numerator, -(long) denominator));
    assertThat(x.numerator().gcd(x.denominator())).isEqualTo(BigInteger.ONE);
    assertThat(x.denominator().signum()).isPositive();
    assertThat(x.value()).isCloseTo((double) numerator / denominator,
        within(1e-15 * Math.abs((double) numerator / denominator)));
    assertThat(x.isZero()).isEqualTo(numerator == 0);
  }

  @Property(tries = 200)
  void fractionsMultiplyAndDivide(@ForAll int a, @ForAll @IntRange(min = 1) int b, @ForAll int c,
      @ForAll @IntRange(min = 1) int d) {
    Rational product = Rational.of(a, b).times(Rational.of(c, d));
    assertThat(product.numerator().multiply(big(b)).multiply(big(d)))
        .isEqualTo(product.denominator().multiply(big(a)).multiply(big(c)));
    assertThat(Rational.of(a, b).dividedBy(d)).isEqualTo(Rational.of(a, b).times(Rational.of(1, d)));
  }

  @Property(tries = 200)
  void nearestFractionIsWithinHalfAStep(@ForAll @DoubleRange(min = -9, max = 9) double value,
      @ForAll @IntRange(min = 1, max = 1 << 20) int denominator) {
    Rational x = Rational.nearest(value, big(denominator));
    assertThat(big(denominator).mod(x.denominator())).isEqualTo(BigInteger.ZERO);
    BigDecimal error = new BigDecimal(x.numerator().multiply(big(denominator)).divide(x.denominator()))
        .subtract(new BigDecimal(value).multiply(new BigDecimal(denominator))).abs();
    assertThat(error).isLessThanOrEqualTo(new BigDecimal("0.5"));
  }

  @Example
  void decimalsAreTakenAsTyped() {
    assertThat(Rational.of(new BigDecimal("0.01"))).isEqualTo(Rational.of(1, 100));
    assertThat(Rational.of(new BigDecimal("-2.50"))).isEqualTo(Rational.of(-5, 2));
    assertThat(Rational.of(new BigDecimal("1E+3"))).isEqualTo(Rational.of(1000, 1));
    assertThat(Rational.of(3, 32)).hasToString("3/32");
    assertThat(Rational.of(-4, 2)).hasToString("-2");
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Rational.of(1, 0));
  }

  @Property(tries = 200)
  void commonScaleIsTheSmallestThatBothDivide(@ForAll @IntRange(min = 1, max = 5000) int a,
      @ForAll @IntRange(min = 1, max = 5000) int b) {
    Scale x = new Scale(big(a));
    Scale y = new Scale(big(b));
    Scale common = x.common(y);
    assertThat(common).isEqualTo(y.common(x));
    assertThat(x.factorTo(common).multiply(big(a))).isEqualTo(common.units());
    assertThat(y.factorTo(common).multiply(big(b))).isEqualTo(common.units());
    assertThat(x.factorTo(common).gcd(y.factorTo(common))).isEqualTo(BigInteger.ONE);
    assertThat(x.times(y).units()).isEqualTo(big((long) a * b));
    assertThat(x.times(big(b))).isEqualTo(x.times(y));
  }

  @Example
  void scalesThatAreNoMultiplesAreRejected() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Scale(big(4)).factorTo(new Scale(big(6)))).withMessageContaining("6")
        .withMessageContaining("4");
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Scale(BigInteger.ZERO));
  }

  @Property(tries = 200)
  void truncationReturnsToThePrecisionsOwnScale(@ForAll @IntRange(min = 1, max = 24) int digits,
      @ForAll @IntRange(min = 1, max = 12) int integerBits, @ForAll @LongRange(min = 1, max = 100_000) long factor) {
    Precision precision = new Precision(2, digits, integerBits);
    Scale from = precision.scale().times(precision.scale()).times(big(factor));
    Truncation t = precision.truncation(from, Modulus.MOIETY);
    assertThat(t.divisor()).isEqualTo((1L << digits) * factor);
    // |v| < 2^integerBits at scale `from` is below the offset
    assertThat(t.offset()).isEqualTo(from.units().shiftLeft(integerBits));
    assertThat(t.quotientOffset()).isEqualTo(BigInteger.ONE.shiftLeft(digits + integerBits));
    assertThat(t.failureBound())
        .isCloseTo(2 * t.offset().doubleValue() / Modulus.MOIETY.value().doubleValue(), within(1e-25));
  }

  @Example
  void riskAddsUpAndKeepsTheLeastHeadroom() {
    Scale two = Precision.DEFAULT.scale().times(Precision.DEFAULT.scale());
    Truncation small = Precision.DEFAULT.truncation(two, Modulus.MOIETY);
    Truncation large = Precision.DEFAULT.truncation(two.times(big(1024)), Modulus.MOIETY);
    TruncationRisk risk = new TruncationRisk();
    assertThat(risk.failureBound()).isZero();
    assertThat(risk.headroomBits()).isInfinite();
    risk.add(100, large);
    risk.add(1000, small);
    assertThat(risk.failureBound()).isCloseTo(100 * large.failureBound() + 1000 * small.failureBound(), within(1e-25));
    // 127 bits less 48 and 10 of scale, 12 of values and the sign
    assertThat(risk.headroomBits()).isCloseTo(127 - 48 - 10 - 12 - 1, within(1e-9));
  }

  @Example
  void precisionHasTheBitsOfItsScale() {
    assertThat(Precision.DEFAULT.bits()).isEqualTo(24);
    assertThat(new Precision(2, 1, 1).bits()).isEqualTo(1);
    assertThat(new Precision(10, 1, 1).bits()).isEqualTo(4);
    assertThat(new Precision(10, 7, 1).bits()).isEqualTo(24);
    assertThat(new Precision(10, 3, 1).scale().units()).isEqualTo(big(1000));
  }

  @Example
  void formatsOutOfRangeAreRejected() {
    for (int[] bad : new int[][]{{3, 8, 8}, {2, 0, 8}, {2, 41, 8}, {10, 13, 8}, {10, 0, 8}, {2, 8, 0}, {2, 8, 41}}) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> new Precision(bad[0], bad[1], bad[2])).withMessageContaining("expected");
    }
  }

  @Example
  void scaleWithoutHeadroomIsRejected() {
    Precision precision = new Precision(2, 30, 37);
    Scale two = precision.scale().times(precision.scale());
    Scale three = two.times(precision.scale());
    assertThat(precision.truncation(two, Modulus.MOIETY).divisor()).isEqualTo(1L << 30);
    assertThatExceptionOfType(HeadroomException.class)
        .isThrownBy(() -> precision.truncation(three, Modulus.MOIETY)).withMessageContaining("no headroom")
        .withMessageContaining("127 bits");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> precision.truncation(two, new Modulus(big(97)))).withMessageContaining("no headroom");
    // exactly: twice the offset must stay below p
    Precision tight = new Precision(2, 40, 40);
    Scale most = tight.scale().times(BigInteger.ONE.shiftLeft(45));
    assertThat(tight.truncation(most, Modulus.MOIETY).offset()).isEqualTo(BigInteger.ONE.shiftLeft(125));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> tight.truncation(most.times(BigInteger.TWO), Modulus.MOIETY));
  }

  @Example
  void offsetMustBeAMultipleOfTheDivisor() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Truncation(3, big(10), Modulus.MOIETY));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Truncation(0, big(10), Modulus.MOIETY));
  }
}
