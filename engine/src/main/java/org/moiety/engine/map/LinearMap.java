package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;

/// A public linear map with entries 0 and 1. Applied to each share of a secret it gives shares of the image; applied to a mask, the image's mask.
public interface LinearMap {
  int inputLength();

  int outputLength();

  FieldArray apply(Field field, FieldArray x);

  float[] apply(Floats floats, float[] x);

  /// `addend + f(x)`.
  default FieldArray applyPlus(Field field, FieldArray x, FieldArray addend) {
    if (addend.length() != outputLength()) {
      throw new IllegalArgumentException(
          "lengths " + outputLength() + " and " + addend.length() + ", expected equal");
    }
    return Sweep.of(field, addend).then(addition(field, x)).finish();
  }

  /// Adds f(x) as a step of a sweep.
  default Sweep.Step addition(Field field, FieldArray x) {
    FieldArray image = apply(field, x);
    return new Sweep.Step() {
      @Override
      public void run(FieldArray in, FieldArray into, int from, int to) {
        field.add(in, image, into, from, to);
      }

      @Override
      public void end() {
        field.release(image);
      }
    };
  }

  /// `addend + f(x)`.
  default float[] applyPlus(Floats floats, float[] x, float[] addend) {
    float[] result = apply(floats, x);
    floats.inParts(result.length, (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] += addend[i];
      }
    });
    return result;
  }

  /// The transposed map: what back-propagation applies.
  LinearMap adjoint();

  /// Coefficients of the input that give the same sum as these do of the output: `<c, f(x)> = <adjoint(c), x>`.
  default RankOne adjoint(Field field, RankOne coefficients) {
    FieldArray entries = coefficients.entries(field);
    FieldArray image = adjoint().apply(field, entries);
    field.release(entries);
    return RankOne.column(field, image);
  }

  /// `IllegalArgumentException` unless the length fits.
  default void checkInput(int length) {
    if (length != inputLength()) {
      throw new IllegalArgumentException("input has " + length + " values, expected " + inputLength());
    }
  }
}
