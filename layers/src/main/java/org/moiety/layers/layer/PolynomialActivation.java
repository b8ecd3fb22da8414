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
/// Evaluated by powers of x, each the product of the one before with x. Odd polynomials are `c_0 + x q(x^2)`, by powers of x^2. Only powers that have a
/// coefficient are computed, and the last one is not truncated by itself; where the paper's counts are to be reproduced, all powers of the nominal degree are.
/// The derivative is a sum of powers that the forward phase has (SV18 section 3.4).
public record PolynomialActivation(String name, Shape inputShape, Polynomial polynomial) implements Layer {
  @Override
  public Shape outputShape() {
    return inputShape;
  }

  @Override
  public Step forward(Pass pass, Tensor x) {
    return polynomial.isOdd() ? forwardOdd(x) : forwardByPowers(pass, x);
  }

  private Step forwardByPowers(Pass pass, Tensor x) {
    boolean asPaper = pass.backend().countsAsPaper();
    int last = asPaper ? polynomial.degree() : polynomial.lastPower();
    List<Tensor> powers = powers(x, last, asPaper);
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
        List<Tensor> known = pass.backend().reusesPowers() ? powers : powers(x, last - 1, true);
        return gradient.times(derivative(known)).rescaled();
      }
    };
  }

  /// x, x^2, ... x^last.
  private static List<Tensor> powers(Tensor x, int last, boolean rescaleLast) {
    List<Tensor> powers = new ArrayList<>(List.of(x));
    for (int k = 2; k <= last; k++) {
      Tensor power = powers.getLast().times(x);
      powers.add(k < last || rescaleLast ? power.rescaled() : power);
    }
    return powers;
  }

  /// `c_0 + c_1 x + c_2 x^2 + ...`
  private Tensor combine(List<Tensor> powers) {
    return sum(powers, k -> polynomial.coefficient(k), polynomial.coefficient(0));
  }

  /// `sum of k c_k x^(k-1)`: all powers but the last.
  private Tensor derivative(List<Tensor> powers) {
    return sum(powers.subList(0, Math.max(1, polynomial.lastPower() - 1)),
        k -> polynomial.coefficient(k + 1).times(Rational.of(k + 1, 1)),
        polynomial.coefficient(1));
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

  /// `z = c_0 + x q(y)` with y = x^2; `z' = sum of (2j + 1) c_(2j+1) y^j`.
  private Step forwardOdd(Tensor x) {
    int count = (polynomial.lastPower() - 1) / 2;
    List<Tensor> powers = new ArrayList<>(List.of(x.times(x).rescaled()));
    while (powers.size() < count) {
      powers.add(powers.getLast().times(powers.getFirst()).rescaled());
    }
    Tensor q = oddSum(powers, false);
    Tensor z = x.times(q).combine(List.of(Rational.ONE), List.of(), polynomial.coefficient(0));
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
    return sum(powers, j -> polynomial.coefficient(2 * j + 1).times(Rational.of(derivative ? 2 * j + 1 : 1, 1)),
        polynomial.coefficient(1));
  }
}
