package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.List;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.random.Seed;

/// A secret cut into two shares, as `moiety share` does: x_1 is uniform, x_0 = x - x_1.
record Splitting(List<BigInteger> secret, List<BigInteger> share0, List<BigInteger> share1) {
  static Splitting of(LessonField field, FieldArray x, Seed randomness) {
    FieldArray r = field.uniform(randomness, x.length());
    return new Splitting(field.integers(x), field.integers(field.field().subtract(x, r)), field.integers(r));
  }

  List<BigInteger> share(int party) {
    return party == 0 ? share0 : share1;
  }

  int length() {
    return secret.size();
  }
}
