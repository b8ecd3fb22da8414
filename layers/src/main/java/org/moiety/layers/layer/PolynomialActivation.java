package org.moiety.layers.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Rational;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// A polynomial of each value, in place of a function that shares cannot compute (SV18 section 3.3).
///
/// Evaluated by powers of t, each the product of the one before with t. Odd polynomials are `c_0 + t q(t^2)`, by powers of t^2. Only powers that have a
/// coefficient are computed, and the last one is not truncated by itself; where the paper's counts are to be reproduced, all powers of the nominal degree are.
/// The derivative is a sum of powers that the forward phase has (SV18 section 3.4).
public record PolynomialActivation(String name, Shape inputShape, Polynomial polynomial) implements Layer {
  @Override
  public Shape outputShape() {
    return inputShape;
  }

  @Override
  public Step forward(Pass pass, Tensor x) {
    Rational unit = polynomial.unit();
    Tensor t = unit.equals(Rational.ONE) ? x : x.times(unit);
    return polynomial.isOdd() ? forwardOdd(t) : forwardByPowers(pass, t);
  }

  private Step forwardByPowers(Pass pass, Tensor t) {
    boolean asPaper = pass.backend().countsAsPaper();
    int last = asPaper ? polynomial.degree() : polynomial.lastPower();
    List<Tensor> powers = powers(t, last, asPaper);
    Tensor z = combine(powers);
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        if (!inputNeeded) {
          return null;
        }
        List<Tensor> known = pass.backend().reusesPowers() ? powers : powers(t, last - 1, true);
        return gradient.times(derivative(known)).rescaled();
      }
    };
  }

  /// t, t^2, ... t^last.
  private static List<Tensor> powers(Tensor t, int last, boolean rescaleLast) {
    List<Tensor> powers = new ArrayList<>(List.of(t));
    for (int k = 2; k <= last; k++) {
      Tensor power = powers.getLast().times(t);
      powers.add(k < last || rescaleLast ? power.rescaled() : power);
    }
    return powers;
  }

  /// `c_0 + c_1 t + c_2 t^2 + ...`
  private Tensor combine(List<Tensor> powers) {
    return sum(powers, k -> polynomial.coefficient(k), polynomial.coefficient(0));
  }

  /// The derivative by x, `sum of k c_k t^(k-1) / 2^m`: all powers but the last.
  private Tensor derivative(List<Tensor> powers) {
    return sum(powers.subList(0, Math.max(1, polynomial.lastPower() - 1)),
        k -> polynomial.slope(k + 1), polynomial.slope(1));
  }

  /// `constant + sum over k >= 1 of factor(k) power_k`, without the terms that are zero, but for one, so that the sum has a tensor's shape.
  private static Tensor sum(List<Tensor> powers, IntFunction<Rational> factor, Rational constant) {
    List<Rational> factors = new ArrayList<>();
    List<Tensor> terms = new ArrayList<>();
    for (int k = powers.size(); k >= 1; k--) {
      if (!factor.apply(k).isZero() || (k == 1 && terms.isEmpty())) {
        factors.add(factor.apply(k));
        terms.add(powers.get(k - 1));
      }
    }
    return terms.getFirst().combine(factors, terms.subList(1, terms.size()), constant);
  }

  /// `z = c_0 + t q(y)` with y = t^2; `z' = sum of (2j + 1) c_(2j+1) y^j / 2^m`.
  private Step forwardOdd(Tensor t) {
    int count = (polynomial.lastPower() - 1) / 2;
    List<Tensor> powers = new ArrayList<>(List.of(t.times(t).rescaled()));
    while (powers.size() < count) {
      powers.add(powers.getLast().times(powers.getFirst()).rescaled());
    }
    Tensor q = oddSum(powers, false);
    Tensor z = t.times(q).combine(List.of(Rational.ONE), List.of(), polynomial.coefficient(0));
    return new Step() {
      @Override
      public Tensor output() {
        return z;
      }

      @Override
      public @Nullable Tensor backward(Tensor gradient, Gradients gradients, boolean inputNeeded) {
        return inputNeeded ? gradient.times(oddSum(powers, true)).rescaled() : null;
      }
    };
  }

  private Tensor oddSum(List<Tensor> powers, boolean derivative) {
    return derivative
        ? sum(powers, j -> polynomial.slope(2 * j + 1), polynomial.slope(1))
        : sum(powers, j -> polynomial.coefficient(2 * j + 1), polynomial.coefficient(1));
  }
}
