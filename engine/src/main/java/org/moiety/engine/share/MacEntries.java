package org.moiety.engine.share;

import java.util.ArrayList;
import java.util.List;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.map.RankOne;

/// What of a MAC share goes entry by entry, and what is public of it, to be summed under coefficients.
///
/// Products are summed as they are computed, some rows at a time that stay in the cache.
final class MacEntries {
  private record Term(Element factor, FieldArray array) {}

  private record Product(Element factor, Mac.Held x, Mac.Held y, FieldArray alpha, FieldArray beta) {
    boolean isSquare() {
      return x.gamma() == y.gamma() && alpha == beta;
    }
  }

  private final Field field;
  private final List<Term> mac = new ArrayList<>();
  private final List<Term> open = new ArrayList<>();
  private final List<Product> products = new ArrayList<>();
  private final List<FieldArray> ends = new ArrayList<>();

  MacEntries(Field field) {
    this.field = field;
  }

  /// Adds a multiple of a MAC share.
  void addMac(Element factor, FieldArray gamma) {
    mac.add(new Term(factor, gamma));
  }

  /// Adds a multiple of what is public.
  void addOpen(Element factor, FieldArray value) {
    open.add(new Term(factor, value));
  }

  /// Adds a multiple of the entry-wise product of two masked secrets, less that of their masks.
  void addProduct(Element factor, Mac.Held x, Mac.Held y, FieldArray alpha, FieldArray beta) {
    products.add(new Product(factor, x, y, alpha, beta));
  }

  /// Lets go of an array when the sums are made.
  void release(FieldArray array) {
    ends.add(array);
  }

  /// Adds the sums of all entries with the given coefficients.
  void weigh(RankOne coefficients, MacSums sums) {
    mac.forEach(term -> sums.addMac(field.times(coefficients.of(field, term.array), term.factor)));
    open.forEach(term -> sums.addOpen(field.times(coefficients.of(field, term.array), term.factor)));
    products.forEach(product -> weigh(product, coefficients, sums));
    ends.forEach(field::release);
  }

  private void weigh(Product product, RankOne coefficients, MacSums sums) {
    int columns = coefficients.v().length();
    FieldArray macRow = field.zeros(columns);
    FieldArray openRow = field.zeros(columns);
    field.inPieces(coefficients.rows(), Math.max(1, Field.PIECE / columns), (from, to) -> {
      FieldArray u = field.slice(coefficients.u(), from, to - from);
      int at = from * columns;
      int length = (to - from) * columns;
      FieldArray alpha = field.slice(product.alpha, at, length);
      FieldArray beta = product.isSquare() ? alpha : field.slice(product.beta, at, length);
      FieldArray gamma = field.slice(product.y.gamma(), at, length);
      field.multiply(alpha, gamma, gamma, 0, length);
      if (product.isSquare()) {
        field.add(gamma, gamma, gamma, 0, length);
      } else {
        FieldArray other = field.slice(product.x.gamma(), at, length);
        field.multiply(other, beta, other, 0, length);
        field.add(gamma, other, gamma, 0, length);
        field.release(other);
      }
      field.multiply(alpha, beta, beta, 0, length);
      addRow(u, gamma, macRow);
      addRow(u, beta, openRow);
      if (alpha != beta) {
        field.release(alpha);
      }
      field.release(u);
    });
    sums.addMac(sum(macRow, product.factor, coefficients));
    sums.addOpen(sum(openRow, product.factor, coefficients));
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
    return "MacEntries";
  }
}
