package org.moiety.engine.map;

import java.util.Arrays;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// Public coefficients `u v^T` for the entries of an array, taken as a matrix of as many rows as u has entries, one row after the other.
public record RankOne(FieldArray u, FieldArray v) {
  /// So few that many rows stay in the cache, and enough for vectors.
  private static final int COLUMNS = 64;

  /// Coefficients without such a form: a column.
  public static RankOne column(Field field, FieldArray coefficients) {
    return new RankOne(coefficients, field.ofSigned(new long[]{1}));
  }

  /// Rows of the matrix that an array is taken as where nothing asks for another one: of [#COLUMNS] entries each, or about as many as columns.
  public static int rows(int length) {
    if (length % COLUMNS == 0) {
      return length / COLUMNS;
    }
    int rows = (int) Math.sqrt(length);
    while (rows > 1 && length % rows != 0) {
      rows--;
    }
    return Math.max(1, rows);
  }

  public int rows() {
    return u.length();
  }

  public int length() {
    return u.length() * v.length();
  }

  public RankOne times(Field field, Element c) {
    return new RankOne(field.times(u, c), v);
  }

  /// The coefficients one by one.
  public FieldArray entries(Field field) {
    return v.length() == 1
        ? field.multiply(u, repeat(field, v, u.length()))
        : new MatrixProduct(u.length(), 1, v.length()).apply(field, u, v);
  }

  private static FieldArray repeat(Field field, FieldArray one, int times) {
    return new ChannelBroadcast(times, 1, 1).apply(field, one);
  }

  /// `u^T X v`, the sum of an array's entries with these coefficients; one element.
  public FieldArray of(Field field, FieldArray x) {
    if (v.length() == 1) {
      return field.multiply(inner(field, u, x), v);
    }
    FieldArray row = left(field, x);
    FieldArray result = inner(field, row, v);
    field.release(row);
    return result;
  }

  /// `u^T X`.
  FieldArray left(Field field, FieldArray x) {
    return new MatrixProduct(1, u.length(), x.length() / u.length()).apply(field, u, x);
  }

  /// The sum of all coefficients; one element.
  public FieldArray total(Field field) {
    return field.multiply(sum(field, u), sum(field, v));
  }

  /// The sum of all coefficients in each column: `(sum of u) v`.
  FieldArray columnSums(Field field) {
    return field.multiply(repeat(field, sum(field, u), v.length()), v);
  }

  /// The sum of the products of entries at the same place; one element.
  public static FieldArray inner(Field field, FieldArray x, FieldArray y) {
    return new MatrixProduct(1, x.length(), 1).apply(field, x, y);
  }

  private static FieldArray sum(Field field, FieldArray x) {
    int rows = rows(x.length());
    FieldArray row = new MatrixProduct(1, rows, x.length() / rows).apply(field, ones(field, rows), x);
    FieldArray result = new MatrixProduct(1, row.length(), 1).apply(field, row, ones(field, row.length()));
    field.release(row);
    return result;
  }

  private static FieldArray ones(Field field, int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return field.ofSigned(ones);
  }
}
