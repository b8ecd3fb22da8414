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

/// One party's share gamma_i of the MAC of a secret array x: gamma_0 + gamma_1 = Delta x under the key Delta = Delta_0 + Delta_1 that neither party knows.
///
/// Of a masked secret it is *held*: the share gamma_i(a) of the mask's MAC and the public alpha, for gamma_i(x) = gamma_i(a) + Delta_i alpha. Linear maps keep
/// that. Of what products give it is *deferred*, and without what is dealt of the products, whose MAC comes when the secret is opened: a check needs the MAC under random coefficients `u v^T` only, which takes products of matrices with vectors
/// instead of products of matrices. Coefficients go back through linear maps by their adjoints. Nothing here needs Delta_i: see [MacSums].
///
/// Source: Damgård et al. 2012 (SPDZ).
public sealed interface Mac {
  /// Rows of the matrix under whose coefficients [#weigh] costs least; 0 where none does.
  int rows();

  /// Adds the sum of the entries with the given coefficients.
  default void weigh(RankOne coefficients, MacSums sums) {
    weigh(coefficients, null, sums);
  }

  /// Adds the sum of the entries, less those of what was opened.
  default void weigh(RankOne coefficients, @Nullable FieldArray opened, MacSums sums) {
    Field field = sums.field();
    MacEntries entries = new MacEntries(field);
    collect(field.element(1), coefficients, entries, sums);
    if (opened != null) {
      entries.addOpen(field.element(-1), opened);
    }
    entries.weigh(coefficients, sums);
  }

  /// Adds a multiple: to the entries what goes entry by entry, to the sums the rest.
  void collect(Element factor, RankOne coefficients, MacEntries entries, MacSums sums);

  /// Hands out every array that [#weigh] reads.
  void forEach(Consumer<FieldArray> action);

  /// A held one.
  ///
  /// @param gamma share of the mask's MAC
  /// @param alpha the opened difference of secret and mask
  static Mac held(FieldArray gamma, FieldArray alpha) {
    return new Held(gamma, alpha);
  }

  /// That of a dealt secret no difference from which was opened.
  static Mac ofMask(FieldArray gamma) {
    return new Held(gamma, null);
  }

  /// That of `f(x, y)` but for `f(a, b)`, deferred; x and y are masked.
  static Mac product(BilinearMap f, Mac x, Mac y) {
    if (x instanceof Held left && y instanceof Held right && left.alpha != null && right.alpha != null) {
      return new Product(f, left, right, left.alpha, right.alpha);
    }
    throw new IllegalStateException("a product of a secret that was not opened under a mask");
  }

  /// That of `f(x)`.
  default Mac map(Field field, LinearMap f) {
    return new Mapped(f, this);
  }

  /// That of `x + f(y)`.
  default Mac plus(Field field, LinearMap f, Mac y) {
    Element one = field.element(1);
    boolean held = this instanceof Held && y instanceof Held;
    return combine(field, List.of(one, one), List.of(this, held ? y.map(field, f) : new Mapped(f, y)), Element.ZERO);
  }

  /// That of `f(x, y)` for a public y.
  default Mac productPublic(Field field, BilinearMap f, FieldArray y) {
    return new PublicProduct(f, this, y);
  }

  /// Whether there are products in it: then what is dealt of them, the sum of all `f(a, b)` as the secret has them, is missing, and its MAC is dealt when the secret
  /// is opened.
  boolean hasProducts();

  /// A deferred one in full, at the price of the products that it defers.
  Mac expand(Field field);

  /// That of `factor_0 x_0 + factor_1 x_1 + ... + constant`.
  static Mac combine(Field field, List<Element> factors, List<Mac> terms, Element constant) {
    List<FieldArray> gammas = new ArrayList<>();
    List<FieldArray> alphas = new ArrayList<>();
    for (Mac term : terms) {
      FieldArray alpha = term instanceof Held held ? held.alpha : null;
      if (term instanceof Held held && alpha != null) {
        alphas.add(alpha);
        gammas.add(held.gamma);
      }
    }
    return gammas.size() == terms.size()
        ? new Held(field.combine(factors, gammas, Element.ZERO), field.combine(factors, alphas, constant))
        : new Sum(factors, terms, constant);
  }

  /// `gamma + Delta_i alpha`.
  record Held(FieldArray gamma, @Nullable FieldArray alpha) implements Mac {
    @Override
    public int rows() {
      return 0;
    }

    @Override
    public void collect(Element factor, RankOne coefficients, MacEntries entries, MacSums sums) {
      entries.addMac(factor, gamma);
      if (alpha != null) {
        entries.addOpen(factor, alpha);
      }
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      action.accept(gamma);
      if (alpha != null) {
        action.accept(alpha);
      }
    }

    @Override
    public Mac expand(Field field) {
      return this;
    }

    @Override
    public boolean hasProducts() {
      return false;
    }

    @Override
    public Mac map(Field field, LinearMap f) {
      return new Held(f.apply(field, gamma), alpha == null ? null : f.apply(field, alpha));
    }

    @Override
    public Mac productPublic(Field field, BilinearMap f, FieldArray y) {
      return new Held(f.apply(field, gamma, y), alpha == null ? null : f.apply(field, alpha, y));
    }

    @Override
    public String toString() {
      return "Mac";
    }
  }

  /// `f(x, y) - f(a, b) = f(alpha, b) + f(a, beta) + f(alpha, beta)`.
  record Product(BilinearMap f, Held x, Held y, FieldArray alpha, FieldArray beta) implements Mac {
    @Override
    public boolean hasProducts() {
      return true;
    }

    @Override
    public int rows() {
      return f.weighedRows();
    }

    @Override
    public void collect(Element factor, RankOne coefficients, MacEntries entries, MacSums sums) {
      if (coefficients.rows() == f.weighedRows()) {
        weighOperands(coefficients.times(sums.field(), factor), sums);
      } else if (f.isElementwise()) {
        entries.addProduct(factor, x, y, alpha, beta);
      } else {
        Held whole = expand(sums.field());
        whole.collect(factor, coefficients, entries, sums);
        whole.forEach(entries::release);
      }
    }

    private void weighOperands(RankOne coefficients, MacSums sums) {
      Field field = sums.field();
      FieldArray leftOpen = f.weighLeft(field, coefficients, alpha);
      FieldArray leftMac = f.weighLeft(field, coefficients, x.gamma);
      FieldArray rightOpen = f.weighRight(field, coefficients, beta);
      FieldArray rightMac = f.weighRight(field, coefficients, y.gamma);
      sums.addMac(RankOne.inner(field, leftOpen, rightMac));
      sums.addMac(RankOne.inner(field, leftMac, rightOpen));
      sums.addOpen(RankOne.inner(field, leftOpen, rightOpen));
      List.of(leftOpen, leftMac, rightOpen, rightMac).forEach(field::release);
    }

    @Override
    public Held expand(Field field) {
      boolean square = x.gamma == y.gamma && alpha == beta && f.isElementwise();
      FieldArray mac = f.apply(field, alpha, y.gamma);
      FieldArray open = f.apply(field, alpha, beta);
      FieldArray other = square ? mac : f.apply(field, x.gamma, beta);
      field.inPieces(mac.length(), (from, to) -> field.add(mac, other, mac, from, to));
      if (!square) {
        field.release(other);
      }
      return new Held(mac, open);
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      x.forEach(action);
      y.forEach(action);
    }

    @Override
    public String toString() {
      return "Mac";
    }
  }

  /// f of another one.
  record Mapped(LinearMap f, Mac x) implements Mac {
    @Override
    public int rows() {
      return 0;
    }

    @Override
    public void collect(Element factor, RankOne coefficients, MacEntries entries, MacSums sums) {
      Field field = sums.field();
      x.weigh(f.adjoint(field, coefficients.times(field, factor)), sums);
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      x.forEach(action);
    }

    @Override
    public Mac expand(Field field) {
      return x.expand(field).map(field, f);
    }

    @Override
    public boolean hasProducts() {
      return x.hasProducts();
    }

    @Override
    public String toString() {
      return "Mac";
    }
  }

  /// `f(x, y)` of another one and a public array: in full, for f has no adjoint by x.
  record PublicProduct(BilinearMap f, Mac x, FieldArray y) implements Mac {
    @Override
    public int rows() {
      return 0;
    }

    @Override
    public void collect(Element factor, RankOne coefficients, MacEntries entries, MacSums sums) {
      Mac whole = expand(sums.field());
      whole.collect(factor, coefficients, entries, sums);
      whole.forEach(entries::release);
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      x.forEach(action);
      action.accept(y);
    }

    @Override
    public Mac expand(Field field) {
      return x.expand(field).productPublic(field, f, y);
    }

    @Override
    public boolean hasProducts() {
      return x.hasProducts();
    }

    @Override
    public String toString() {
      return "Mac";
    }
  }

  /// A linear combination.
  record Sum(List<Element> factors, List<Mac> terms, Element constant) implements Mac {
    @Override
    public int rows() {
      return terms.stream().mapToInt(Mac::rows).filter(rows -> rows > 0).findFirst().orElse(0);
    }

    @Override
    public void collect(Element factor, RankOne coefficients, MacEntries entries, MacSums sums) {
      Field field = sums.field();
      for (int i = 0; i < terms.size(); i++) {
        terms.get(i).collect(field.times(factor, factors.get(i)), coefficients, entries, sums);
      }
      if (!constant.equals(Element.ZERO)) {
        sums.addOpen(field.times(coefficients.total(field), field.times(factor, constant)));
      }
    }

    @Override
    public void forEach(Consumer<FieldArray> action) {
      terms.forEach(term -> term.forEach(action));
    }

    @Override
    public boolean hasProducts() {
      return terms.stream().anyMatch(Mac::hasProducts);
    }

    @Override
    public Mac expand(Field field) {
      return combine(field, factors, terms.stream().map(term -> term.expand(field)).toList(), constant);
    }

    @Override
    public String toString() {
      return "Mac";
    }
  }
}
