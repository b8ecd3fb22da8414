package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// Keeps the values where a public mask says so and sets the others to zero: dropout, and the gradient of an exact ReLU. Its own adjoint.
public final class KeepMap implements LinearMap {
  private final boolean[] keep;

  public KeepMap(boolean[] keep) {
    this.keep = keep;
  }

  @Override
  public int inputLength() {
    return keep.length;
  }

  @Override
  public int outputLength() {
    return keep.length;
  }

  @Override
  public FieldArray apply(Field field, FieldArray x) {
    checkInput(x.length());
    return field.keep(x, keep);
  }

  @Override
  public float[] apply(Floats floats, float[] x) {
    checkInput(x.length);
    float[] result = floats.array(x.length);
    floats.inParts(x.length, (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] = keep[i] ? x[i] : 0;
      }
    });
    return result;
  }

  @Override
  public LinearMap adjoint() {
    return this;
  }
}
