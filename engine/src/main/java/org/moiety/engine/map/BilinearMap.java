package org.moiety.engine.map;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// A map f(x, y) linear in each argument: element-wise product, matrix product, convolution and its two gradients. Each has one Beaver triple
/// `c = f(a, b)`; SV18's special triples (section 3.4) are this with another f.
public interface BilinearMap {
  int leftLength();

  int rightLength();

  int resultLength();

  FieldArray apply(Field field, FieldArray x, FieldArray y);

  float[] apply(Floats floats, float[] x, float[] y);

  /// Whether this is the product of each element of x with the one of y at the same place.
  default boolean isElementwise() {
    return false;
  }

  /// Rows of the matrix that a result is to be taken as, so that its sum under coefficients of rank one comes from two short arrays:
  /// `<u v^T, f(x, y)> = <weighLeft(x), weighRight(y)>`. 0 where there is no such matrix.
  default int weighedRows() {
    return 0;
  }

  /// See [#weighedRows].
  default FieldArray weighLeft(Field field, RankOne coefficients, FieldArray x) {
    throw new UnsupportedOperationException("no coefficients of rank one");
  }

  /// See [#weighedRows].
  default FieldArray weighRight(Field field, RankOne coefficients, FieldArray y) {
    throw new UnsupportedOperationException("no coefficients of rank one");
  }

  /// How SV18's baseline computes this map: `result(core(left(x), right(y)))` with an ordinary product in the middle, masked after im2col.
  Lowering lowering();

  /// Linear maps around a plain product; a null map is the identity.
  record Lowering(@Nullable LinearMap left, @Nullable LinearMap right, BilinearMap core,
      @Nullable LinearMap result) {}

  /// `IllegalArgumentException` unless the lengths fit.
  default void checkInputs(int left, int right) {
    if (left != leftLength() || right != rightLength()) {
      throw new IllegalArgumentException(
          "operands have " + left + " and " + right + " values, expected " + leftLength() + " and " + rightLength());
    }
  }
}
