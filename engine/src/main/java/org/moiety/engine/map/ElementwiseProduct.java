package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// `z_i = x_i y_i`.
public record ElementwiseProduct(int length) implements BilinearMap {
  @Override
  public int leftLength() {
    return length;
  }

  @Override
  public int rightLength() {
    return length;
  }

  @Override
  public int resultLength() {
    return length;
  }

  @Override
  public FieldArray apply(Field field, FieldArray x, FieldArray y) {
    checkInputs(x.length(), y.length());
    return field.multiply(x, y);
  }

  @Override
  public float[] apply(Floats floats, float[] x, float[] y) {
    checkInputs(x.length, y.length);
    float[] result = floats.array(length);
    floats.inParts(length, (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] = x[i] * y[i];
      }
    });
    return result;
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Lowering lowering() {
    return new Lowering(null, null, this, null);
  }
}
