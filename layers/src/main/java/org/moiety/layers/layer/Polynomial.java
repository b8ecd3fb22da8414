package org.moiety.layers.layer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.moiety.engine.fixed.Rational;

/// A polynomial with public rational coefficients, `c_0 + c_1 t + ... + c_n t^n` in `t = x / 2^m`, and the least-squares fit that gives it (SV18 section
/// 3.3, figure 1). On an interval beyond [-1, 1] the power of two brings t back into it: powers of t stay small, and coefficients keep their digits.
///
/// The degree is nominal: the last coefficients may be zero, as the cubic one of ReLU is on a symmetric interval.
public final class Polynomial {
  /// Coefficients are multiples of `2^-16`; a fit that is exact in fewer bits, as of ReLU on [-1, 1] (3/32 + x/2 + 15/32 x^2), stays exact.
  private static final BigInteger DENOMINATOR = BigInteger.ONE.shiftLeft(16);

  private static final int QUADRATURE_POINTS = 64;

  private final List<Rational> coefficients;
  private final int shift;

  /// A polynomial in x itself.
  public Polynomial(List<Rational> coefficients) {
    this(coefficients, 0);
  }

  private Polynomial(List<Rational> coefficients, int shift) {
    if (coefficients.size() < 2) {
      throw new IllegalArgumentException("degree " + (coefficients.size() - 1) + ", expected at least 1");
    }
    this.coefficients = List.copyOf(coefficients);
    this.shift = shift;
  }

  /// The least-squares fit of `function` on `-radius .. radius` in the Legendre basis. Integrals are taken on both sides of zero, so that a kink there does no harm.
  ///
  /// @param odd drop the even powers, constant included
  public static Polynomial fit(DoubleUnaryOperator function, int degree, double radius, boolean odd) {
    if (degree < 1 || degree > 15 || !(radius > 0 && radius <= 64)) {
      throw new IllegalArgumentException(
          "degree " + degree + " on an interval of " + radius + ", expected degree 1 to 15 and an interval up to 64");
    }
    double[] sum = new double[degree + 1];
    double[][] legendre = legendre(degree);
    double[][] rule = gaussLegendre(QUADRATURE_POINTS);
    for (int n = 0; n <= degree; n++) {
      if (odd && n % 2 == 0) {
        continue;
      }
      double projection = 0;
      for (int side = -1; side <= 1; side += 2) {
        for (int i = 0; i < QUADRATURE_POINTS; i++) {
          double t = (rule[0][i] + side) / 2; // the half interval on that side of zero
          projection += rule[1][i] / 2 * function.applyAsDouble(radius * t) * evaluate(legendre[n], t);
        }
      }
      for (int k = 0; k <= n; k++) {
        sum[k] += (2 * n + 1) / 2.0 * projection * legendre[n][k];
      }
    }
    int shift = radius > 1 ? Math.getExponent(Math.nextDown(radius)) + 1 : 0;
    List<Rational> coefficients = new ArrayList<>();
    for (int k = 0; k <= degree; k++) {
      coefficients.add(Rational.nearest(sum[k] / StrictMath.pow(Math.scalb(radius, -shift), k), DENOMINATOR));
    }
    return new Polynomial(coefficients, shift);
  }

  /// ReLU by degree and interval.
  public static Polynomial relu(int degree, double radius) {
    return fit(x -> Math.max(x, 0), degree, radius, false);
  }

  /// The logistic function less 1/2: odd powers.
  public static Polynomial centredSigmoid(int degree, double radius) {
    return fit(x -> 1 / (1 + StrictMath.exp(-x)) - 0.5, degree, radius, true);
  }

  /// The logistic function: 1/2 and odd powers.
  public static Polynomial sigmoid(int degree, double radius) {
    Polynomial odd = centredSigmoid(degree, radius);
    List<Rational> coefficients = new ArrayList<>(odd.coefficients);
    coefficients.set(0, Rational.of(1, 2));
    return new Polynomial(coefficients, odd.shift);
  }

  public static Polynomial square() {
    return new Polynomial(List.of(Rational.ZERO, Rational.ZERO, Rational.ONE));
  }

  /// Nominal degree.
  public int degree() {
    return coefficients.size() - 1;
  }

  /// `1 / 2^m`: t is x times this.
  public Rational unit() {
    return Rational.of(1, 1L << shift);
  }

  /// Factor of `t^power`; zero above the degree.
  public Rational coefficient(int power) {
    return power <= degree() ? coefficients.get(power) : Rational.ZERO;
  }

  /// Factor of `t^(power - 1)` in the derivative by x.
  Rational slope(int power) {
    return coefficient(power).times(Rational.of(power, 1)).times(unit());
  }

  /// Largest power with a coefficient that is not zero; at least 1.
  int lastPower() {
    int power = degree();
    while (power > 1 && coefficient(power).isZero()) {
      power--;
    }
    return power;
  }

  /// Whether powers above 0 are all odd, with more than the first.
  boolean isOdd() {
    for (int k = 2; k <= degree(); k += 2) {
      if (!coefficient(k).isZero()) {
        return false;
      }
    }
    return lastPower() > 1;
  }

  public double evaluate(double x) {
    double t = Math.scalb(x, -shift);
    double sum = 0;
    for (int k = degree(); k >= 0; k--) {
      sum = sum * t + coefficient(k).value();
    }
    return sum;
  }

  private static double evaluate(double[] c, double x) {
    double sum = 0;
    for (int k = c.length - 1; k >= 0; k--) {
      sum = sum * x + c[k];
    }
    return sum;
  }

  /// Coefficients of P_0 .. P_degree: `(n + 1) P_{n+1} = (2n + 1) x P_n - n P_{n-1}`.
  private static double[][] legendre(int degree) {
    double[][] p = new double[degree + 1][degree + 1];
    p[0][0] = 1;
    if (degree > 0) {
      p[1][1] = 1;
    }
    for (int n = 1; n < degree; n++) {
      for (int k = 0; k <= n + 1; k++) {
        double shifted = k > 0 ? p[n][k - 1] : 0;
        p[n + 1][k] = ((2 * n + 1) * shifted - n * p[n - 1][k]) / (n + 1);
      }
    }
    return p;
  }

  /// Points and weights of the Gauss-Legendre rule on [-1, 1], by Newton's method.
  private static double[][] gaussLegendre(int count) {
    double[][] rule = new double[2][count];
    for (int i = 0; i < count; i++) {
      double x = StrictMath.cos(StrictMath.PI * (i + 0.75) / (count + 0.5));
      double derivative = 1;
      for (int step = 0; step < 100; step++) {
        double previous = 1;
        double value = x;
        for (int n = 1; n < count; n++) {
          double next = ((2 * n + 1) * x * value - n * previous) / (n + 1);
          previous = value;
          value = next;
        }
        derivative = count * (x * value - previous) / (x * x - 1);
        double change = value / derivative;
        x -= change;
        if (Math.abs(change) < 1e-16) {
          break;
        }
      }
      rule[0][i] = x;
      rule[1][i] = 2 / ((1 - x * x) * derivative * derivative);
    }
    return rule;
  }

  @Override
  public String toString() {
    String t = shift == 0 ? " x" : " (x/" + (1L << shift) + ")";
    StringBuilder text = new StringBuilder();
    for (int k = 0; k <= degree(); k++) {
      if (!coefficient(k).isZero()) {
        text.append(text.isEmpty() ? "" : " + ").append(coefficient(k))
            .append(k == 0 ? "" : k == 1 ? t : t + "^" + k);
      }
    }
    return text.toString().replace("+ -", "- ");
  }
}
