package org.moiety.engine.share;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.map.RankOne;

/// What of a secret goes entry by entry, to be summed under coefficients.
///
/// Products are summed as they are computed, some rows at a time that stay in the cache.
final class Entries {
  private record Term(Element factor, FieldArray array) {}

  private record Product(Element factor, Derivation.Product of) {}

  private final MacSums sums;
  private final Field field;
  private final List<Term> parts = new ArrayList<>();
  private final List<Term> macs = new ArrayList<>();
  private final List<Product> products = new ArrayList<>();
  private final List<FieldArray> ends = new ArrayList<>();

  Entries(MacSums sums) {
    this.sums = sums;
    field = sums.field();
  }

  /// Adds a multiple of what the role knows.
  void add(Element factor, FieldArray part) {
    parts.add(new Term(factor, part));
  }

  /// Adds a multiple of what was expanded, which ends with the sums.
  void add(Element factor, Derivation.Full full) {
    add(factor, full.part());
    ends.add(full.part());
    FieldArray gamma = full.gamma();
    if (gamma != null) {
      macs.add(new Term(factor, gamma));
      ends.add(gamma);
    }
  }

  /// Adds a multiple of an entry-wise product.
  void add(Element factor, Derivation.Product product) {
    products.add(new Product(factor, product));
  }

  /// Adds the sums of all entries with the given coefficients.
  void weigh(RankOne coefficients) {
    parts.forEach(term -> sums.add(sum(term, coefficients)));
    macs.forEach(term -> sums.addMac(sum(term, coefficients)));
    products.forEach(product -> weigh(product, coefficients));
    ends.forEach(field::release);
  }

  private FieldArray sum(Term term, RankOne coefficients) {
    return field.times(coefficients.of(field, term.array), term.factor);
  }

  private void weigh(Product product, RankOne coefficients) {
    Derivation.Product of = product.of;
    FieldArray gammaX = sums.mac(of.x());
    FieldArray gammaY = sums.mac(of.y());
    int columns = coefficients.v().length();
    FieldArray row = field.zeros(columns);
    FieldArray macRow = gammaX == null ? null : field.zeros(columns);
    field.inPieces(coefficients.rows(), Math.max(1, Field.PIECE / columns), (from, to) -> {
      FieldArray u = field.slice(coefficients.u(), from, to - from);
      int at = from * columns;
      int length = (to - from) * columns;
      FieldArray x = field.slice(of.x().part(), at, length);
      FieldArray y = of.isSquare() ? x : field.slice(of.y().part(), at, length);
      if (macRow != null) {
        addRow(u, crossed(of, x, y, gammaX, gammaY, at), macRow);
      }
      field.multiply(x, y, y, 0, length);
      addRow(u, y, row);
      if (!of.isSquare()) {
        field.release(x);
      }
      field.release(u);
    });
    sums.add(sum(row, product.factor, coefficients));
    if (macRow != null) {
      sums.addMac(sum(macRow, product.factor, coefficients));
    }
  }

  /// `alpha gamma(b) + gamma(a) beta`.
  private FieldArray crossed(Derivation.Product of, FieldArray x, FieldArray y, @Nullable FieldArray gammaX,
      @Nullable FieldArray gammaY, int at) {
    int length = x.length();
    if (gammaX == null || gammaY == null) {
      throw new IllegalStateException("a product without MACs of its masks");
    }
    FieldArray result = field.slice(gammaY, at, length);
    field.multiply(x, result, result, 0, length);
    if (of.isSquare()) {
      field.add(result, result, result, 0, length);
    } else {
      FieldArray other = field.slice(gammaX, at, length);
      field.multiply(other, y, other, 0, length);
      field.add(result, other, result, 0, length);
      field.release(other);
    }
    return result;
  }

  /// `u^T X` of some rows; X ends here.
  private void addRow(FieldArray u, FieldArray x, FieldArray into) {
    FieldArray row = new MatrixProduct(1, u.length(), into.length()).apply(field, u, x);
    synchronized (into) {
      field.add(into, row, into, 0, into.length());
    }
    field.release(row);
    field.release(x);
  }

  private FieldArray sum(FieldArray row, Element factor, RankOne coefficients) {
    FieldArray sum = RankOne.inner(field, row, coefficients.v());
    field.release(row);
    return field.times(sum, factor);
  }

  @Override
  public String toString() {
    return "Entries";
  }
}
