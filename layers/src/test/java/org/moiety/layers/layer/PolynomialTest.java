package org.moiety.layers.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.fixed.Rational;

final class PolynomialTest {
  private static final DoubleUnaryOperator RELU = x -> Math.max(x, 0);
  private static final DoubleUnaryOperator SIGMOID = x -> 1 / (1 + Math.exp(-x));

  private static double largestError(Polynomial p, DoubleUnaryOperator f, double radius) {
    double largest = 0;
    for (int i = -2000; i <= 2000; i++) {
      double x = radius * i / 2000;
      largest = Math.max(largest, Math.abs(p.evaluate(x) - f.applyAsDouble(x)));
    }
    return largest;
  }

  @Test
  void cubicReluHasThreeExactCoefficients() {
    Polynomial relu = Polynomial.relu(3, 1);
    assertThat(relu.degree()).isEqualTo(3);
    assertThat(relu.coefficient(0)).isEqualTo(Rational.of(3, 32));
    assertThat(relu.coefficient(1)).isEqualTo(Rational.of(1, 2));
    assertThat(relu.coefficient(2)).isEqualTo(Rational.of(15, 32));
    assertThat(relu.coefficient(3).isZero()).isTrue();
    assertThat(relu.coefficient(4).isZero()).isTrue();
    assertThat(relu.lastPower()).isEqualTo(2);
    assertThat(relu.isOdd()).isFalse();
    assertThat(relu).hasToString("3/32 + 1/2 x + 15/32 x^2");
  }

  /// relu(r t) = r relu(t): the fit on a wider interval is the same one, stretched.
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 2, 4, 8, 64})
  void reluOnAWiderIntervalIsStretched(double radius) {
    Polynomial narrow = Polynomial.relu(5, 1);
    Polynomial wide = Polynomial.relu(5, radius);
    for (double t = -1; t <= 1; t += 1.0 / 16) {
      assertThat(wide.evaluate(radius * t)).isCloseTo(radius * narrow.evaluate(t), within(1e-3));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,2e-5", "2,5e-5", "3,2e-4", "4,1e-3", "5,3e-3", "6,7e-3", "8,2e-2"})
  void sigmoidOfDegreeNineIsNearOnItsInterval(double radius, double error) {
    Polynomial sigmoid = Polynomial.sigmoid(9, radius);
    assertThat(sigmoid.degree()).isEqualTo(9);
    assertThat(sigmoid.isOdd()).isTrue();
    assertThat(sigmoid.coefficient(0)).isEqualTo(Rational.of(1, 2));
    for (int k = 2; k <= 9; k++) {
      assertThat(sigmoid.coefficient(k).isZero()).as("power %s", k).isEqualTo(k % 2 == 0);
    }
    assertThat(largestError(sigmoid, SIGMOID, radius)).isLessThan(error);
  }

  @Test
  void centredSigmoidIsLowerByOneHalf() {
    Polynomial centred = Polynomial.centredSigmoid(9, 4);
    assertThat(centred.coefficient(0)).isEqualTo(Rational.ZERO);
    assertThat(centred.isOdd()).isTrue();
    for (double x = -4; x <= 4; x += 0.25) {
      assertThat(centred.evaluate(x) + 0.5).isEqualTo(Polynomial.sigmoid(9, 4).evaluate(x), within(1e-15));
    }
  }

  @ParameterizedTest
  @CsvSource({"2,0.1", "3,0.1", "4,0.06", "5,0.06", "7,0.05", "9,0.04", "15,0.03"})
  void reluFitGetsBetterWithTheDegree(int degree, double error) {
    assertThat(largestError(Polynomial.relu(degree, 1), RELU, 1)).isLessThan(error);
  }

  /// Least squares: what is left over is orthogonal to every power that the polynomial may have.
  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,1", "4,1", "7,1", "3,2", "5,3", "6,8", "3,0.5"})
  void residualOfAFitIsOrthogonalToItsPowers(int degree, double radius) {
    Polynomial relu = Polynomial.relu(degree, radius);
    Polynomial exponential = Polynomial.fit(x -> Math.exp(x / radius), degree, radius, false);
    for (int k = 0; k <= degree; k++) {
      assertThat(moment(relu, RELU, radius, k)).as("power %s", k).isCloseTo(0, within(radius * 1e-4));
      assertThat(moment(exponential, x -> Math.exp(x / radius), radius, k)).isCloseTo(0, within(1e-4));
    }
  }

  /// `integral over -1 .. 1 of (f - p)(radius t) t^k dt`, by midpoints.
  private static double moment(Polynomial p, DoubleUnaryOperator f, double radius, int k) {
    int steps = 20_000;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double t = (2 * i + 1.0) / steps - 1;
      sum += (f.applyAsDouble(radius * t) - p.evaluate(radius * t)) * Math.pow(t, k) * 2 / steps;
    }
    return sum;
  }

  @Test
  void polynomialsInTheSpanAreFittedExactly() {
    Polynomial p = Polynomial.fit(x -> 0.25 - 2 * x + x * x * x, 3, 2, false);
    for (double x = -2; x <= 2; x += 0.25) {
      assertThat(p.evaluate(x)).isCloseTo(0.25 - 2 * x + x * x * x, within(1e-12));
    }
  }

  @Test
  void squareIsTheSecondPower() {
    assertThat(Polynomial.square().evaluate(-3)).isEqualTo(9);
    assertThat(Polynomial.square().isOdd()).isFalse();
  }

  @Test
  void degreesAndIntervalsOutOfRangeAreRejected() {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Polynomial.relu(0, 1))
        .withMessageContaining("degree 0");
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Polynomial.relu(16, 1))
        .withMessageContaining("degree 16");
    for (double radius : new double[]{0, -1, 65, Double.NaN}) {
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Polynomial.sigmoid(3, radius))
          .withMessageContaining("interval");
    }
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new Polynomial(List.of(Rational.ONE)));
  }
}
