package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FieldMatrix;
import org.moiety.engine.kernel.FloatMatrix;

/// `Z = op(X) op(Y)`, m x k by k x n, row-major, where op transposes or not (SV18 section 3.1: one matrix triple opens `mk + kn` values).
///
/// @param transposeLeft X is stored k x m
/// @param transposeRight Y is stored n x k
public record MatrixProduct(int m, int k, int n, boolean transposeLeft, boolean transposeRight) implements BilinearMap {
  private static final Memo<Strided, int[]> STRIDED = new Memo<>(s -> FieldMatrix.strided(s.count, s.stride),
      offsets -> offsets.length);

  private record Strided(int count, int stride) {}

  public MatrixProduct(int m, int k, int n) {
    this(m, k, n, false, false);
  }

  @Override
  public int leftLength() {
    return m * k;
  }

  @Override
  public int rightLength() {
    return k * n;
  }

  @Override
  public int resultLength() {
    return m * n;
  }

  private static int[] rows(int rows, int columns, boolean transposed) {
    return STRIDED.of(new Strided(rows, transposed ? 1 : columns));
  }

  private static int[] columns(int rows, int columns, boolean transposed) {
    return STRIDED.of(new Strided(columns, transposed ? rows : 1));
  }

  @Override
  public FieldArray apply(Field field, FieldArray x, FieldArray y) {
    checkInputs(x.length(), y.length());
    FieldArray result = field.array(m * n);
    field.matmul(field.matrix(x, rows(m, k, transposeLeft), columns(m, k, transposeLeft)),
        field.matrix(y, rows(k, n, transposeRight), columns(k, n, transposeRight)),
        field.matrix(result, rows(m, n, false), columns(m, n, false)));
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] x, float[] y) {
    checkInputs(x.length, y.length);
    float[] result = floats.array(m * n);
    floats.matmul(new FloatMatrix(x, rows(m, k, transposeLeft), columns(m, k, transposeLeft)),
        new FloatMatrix(y, rows(k, n, transposeRight), columns(k, n, transposeRight)),
        new FloatMatrix(result, rows(m, n, false), columns(m, n, false)));
    return result;
  }

  /// `u^T (X Y) v = (u^T X) (Y v)`.
  @Override
  public int weighedRows() {
    return m;
  }

  @Override
  public FieldArray weighLeft(Field field, RankOne coefficients, FieldArray x) {
    return new MatrixProduct(1, m, k, false, transposeLeft).apply(field, coefficients.u(), x);
  }

  @Override
  public FieldArray weighRight(Field field, RankOne coefficients, FieldArray y) {
    return new MatrixProduct(k, n, 1, transposeRight, false).apply(field, y, coefficients.v());
  }

  @Override
  public Lowering lowering() {
    return new Lowering(null, null, this, null);
  }
}
