package org.moiety.engine.share;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.map.RankOne;

/// How a secret array follows from masked ones, each of them `x = a + alpha`, as one role knows it: a party knows the alphas, the dealer the masks a.
///
/// A MAC check needs the MAC of a secret under random coefficients `u v^T` only. Those go back through linear maps by their adjoints, and to the operands of a
/// product of matrices, which takes products of matrices with vectors. So there are no MACs of whole arrays but for element-wise products: the dealer, who
/// knows the coefficients before the parties do, deals the MACs of weighed masks. See [MacSums].
///
/// Source: MACs as in Damgård et al. 2012 (SPDZ).
public sealed interface Derivation {
  /// Rows of the matrix under whose coefficients [#weigh] costs least; 0 where none does.
  int rows();

  /// Adds the sum of the entries with the given coefficients.
  default void weigh(RankOne coefficients, MacSums sums) {
    Entries entries = new Entries(sums);
    collect(sums.field().element(1), coefficients, entries, sums);
    entries.weigh(coefficients);
  }

  /// Adds a multiple: to the entries what goes entry by entry, to the sums the rest.
  void collect(Element factor, RankOne coefficients, Entries entries, MacSums sums);

  /// Hands out every array that [#weigh] reads.
  void forEach(Consumer<FieldArray> action);

  /// That of a masked secret.
  ///
  /// @param part alpha at a party, a at the dealer
  static Derivation masked(FieldArray part) {
    return new Masked(part, null);
  }

  /// That of `f(x, y)`; x and y are masked.
  static Derivation product(BilinearMap f, Derivation x, Derivation y) {
    if (x instanceof Masked left && y instanceof Masked right) {
      return new Product(f, left, right);
    }
    throw new IllegalStateException("a product of a secret that was not opened under a mask");
  }

  /// That of `f(x)`.
  default Derivation map(Field field, LinearMap f) {
    return new Mapped(f, this);
  }

  /// That of `x + f(y)`.
  default Derivation plus(Field field, LinearMap f, Derivation y) {
    Element one = field.element(1);
    boolean masked = this instanceof Masked && y instanceof Masked;
    return combine(field, List.of(one, one), List.of(this, masked ? y.map(field, f) : new Mapped(f, y)), Element.ZERO);
  }

  /// That of `f(x, y)` for a public y.
  default Derivation productPublic(Field field, BilinearMap f, FieldArray y) {
    return new PublicProduct(f, this, y);
  }

  /// In full, at the price of the products in it.
  Full expand(MacSums sums);

  /// That of `factor_0 x_0 + factor_1 x_1 + ... + constant`.
  ///
  /// @param constant zero at the dealer: it is no part of a mask
  static Derivation combine(Field field, List<Element> factors, List<Derivation> terms, Element constant) {
    List<Masked> masked = terms.stream().filter(term -> term instanceof Masked).map(term -> (Masked) term).toList();
    if (masked.size() < terms.size()) {
      return new Sum(factors, terms, constant);
    }
    FieldArray part = field.combine(factors, masked.stream().map(Masked::part).toList(), constant);
    return new Masked(part, masked.size() == 1 ? masked.getFirst().times(field, factors.getFirst()) : null);
  }

  /// What a role knows entry by entry: its part, and of the rest its share of the MAC.
  ///
  /// @param gamma null where there is none: at the dealer, and of masks, which go with all others in one
  record Full(FieldArray part, @Nullable FieldArray gamma) {
    Full map(Field field, LinearMap f) {
      return new Full(f.apply(field, part), gamma == null ? null : f.apply(field, gamma));
    }

    Full productPublic(Field field, BilinearMap f, FieldArray y) {
      return new Full(f.apply(field, part, y), gamma == null ? null : f.apply(field, gamma, y));
    }

    @Override
    public String toString() {
      return "Full";
    }
  }

  /// The mask is this multiple of that of another masked secret.
  record Multiple(Element factor, Masked of) {
    @Override
    public String toString() {
      return "Multiple";
    }
  }

  /// `a + alpha`.
  ///
  /// @param multiple what a is a multiple of, so that its MAC is one of that one's; null where nothing is known
  record Masked(FieldArray part, @Nullable Multiple multiple) implements Derivation {
    private Multiple times(Field field, Element factor) {
      return multiple == null
          ? new Multiple(factor, this)
          : new Multiple(field.times(multiple.factor, factor), multiple.of);
    }

    @Override
    public int rows() {
      return 0;
    }

    @Override
    public void collect(Element factor, RankOne coefficients, Entries entries, MacSums sums) {
      entries.add(factor, part);
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      action.accept(part);
      if (multiple != null) {
        multiple.of.forEach(action);
      }
    }

    @Override
    public Full expand(MacSums sums) {
      return new Full(part, null);
    }

    @Override
    public Derivation map(Field field, LinearMap f) {
      return new Masked(f.apply(field, part), null);
    }

    @Override
    public Derivation productPublic(Field field, BilinearMap f, FieldArray y) {
      return new Masked(f.apply(field, part, y), null);
    }

    @Override
    public String toString() {
      return "Derivation";
    }
  }

  /// `f(x, y) = f(alpha, beta) + f(alpha, b) + f(a, beta) + f(a, b)`.
  record Product(BilinearMap f, Masked x, Masked y) implements Derivation {
    @Override
    public int rows() {
      return f.weighedRows();
    }

    @Override
    public void collect(Element factor, RankOne coefficients, Entries entries, MacSums sums) {
      if (f.weighedRows() > 0 && coefficients.rows() == f.weighedRows()) {
        Field field = sums.field();
        RankOne multiple = coefficients.times(field, factor);
        sums.addProduct(f.weighLeft(field, multiple, x.part), f.weighRight(field, multiple, y.part));
      } else if (f.isElementwise()) {
        entries.add(factor, this);
      } else {
        entries.add(factor, expand(sums));
      }
    }

    boolean isSquare() {
      return x.part == y.part;
    }

    @Override
    public Full expand(MacSums sums) {
      Field field = sums.field();
      FieldArray gammaX = sums.mac(x);
      FieldArray gammaY = sums.mac(y);
      FieldArray part = f.apply(field, x.part, y.part);
      if (gammaX == null || gammaY == null) {
        return new Full(part, null);
      }
      FieldArray gamma = f.apply(field, x.part, gammaY);
      boolean twice = isSquare() && f.isElementwise();
      FieldArray other = twice ? gamma : f.apply(field, gammaX, y.part);
      field.inPieces(gamma.length(), (from, to) -> field.add(gamma, other, gamma, from, to));
      if (!twice) {
        field.release(other);
      }
      return new Full(part, gamma);
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      x.forEach(action);
      y.forEach(action);
    }

    @Override
    public String toString() {
      return "Derivation";
    }
  }

  /// f of another one.
  record Mapped(LinearMap f, Derivation x) implements Derivation {
    @Override
    public int rows() {
      return 0;
    }

    @Override
    public void collect(Element factor, RankOne coefficients, Entries entries, MacSums sums) {
      Field field = sums.field();
      x.weigh(f.adjoint(field, coefficients.times(field, factor)), sums);
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      x.forEach(action);
    }

    @Override
    public Full expand(MacSums sums) {
      return x.expand(sums).map(sums.field(), f);
    }

    @Override
    public String toString() {
      return "Derivation";
    }
  }

  /// `f(x, y)` of another one and a public array: in full, for f has no adjoint by x.
  record PublicProduct(BilinearMap f, Derivation x, FieldArray y) implements Derivation {
    @Override
    public int rows() {
      return 0;
    }

    @Override
    public void collect(Element factor, RankOne coefficients, Entries entries, MacSums sums) {
      entries.add(factor, expand(sums));
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      x.forEach(action);
      action.accept(y);
    }

    @Override
    public Full expand(MacSums sums) {
      return x.expand(sums).productPublic(sums.field(), f, y);
    }

    @Override
    public String toString() {
      return "Derivation";
    }
  }

  /// A linear combination.
  record Sum(List<Element> factors, List<Derivation> terms, Element constant) implements Derivation {
    @Override
    public int rows() {
      return terms.stream().mapToInt(Derivation::rows).filter(rows -> rows > 0).findFirst().orElse(0);
    }

    @Override
    public void collect(Element factor, RankOne coefficients, Entries entries, MacSums sums) {
      Field field = sums.field();
      for (int i = 0; i < terms.size(); i++) {
        terms.get(i).collect(field.times(factor, factors.get(i)), coefficients, entries, sums);
      }
      if (!constant.equals(Element.ZERO)) {
        sums.add(field.times(coefficients.total(field), field.times(factor, constant)));
      }
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      terms.forEach(term -> term.forEach(action));
    }

    @Override
    public Full expand(MacSums sums) {
      Field field = sums.field();
      List<FieldArray> parts = new ArrayList<>();
      List<FieldArray> gammas = new ArrayList<>();
      List<Element> factorsOfGammas = new ArrayList<>();
      for (int i = 0; i < terms.size(); i++) {
        Full term = terms.get(i).expand(sums);
        parts.add(term.part);
        if (term.gamma != null) {
          gammas.add(term.gamma);
          factorsOfGammas.add(factors.get(i));
        }
      }
      return new Full(field.combine(factors, parts, constant),
          gammas.isEmpty() ? null : field.combine(factorsOfGammas, gammas, Element.ZERO));
    }

    @Override
    public String toString() {
      return "Derivation";
    }
  }
}
