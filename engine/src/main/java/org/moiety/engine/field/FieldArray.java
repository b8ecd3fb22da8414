package org.moiety.engine.field;

import org.moiety.engine.kernel.Limbs;

/// A fixed number of field elements, the only owner of their words. Made by a [Field]; has no equality, no serialisation and prints its length
/// only, for what it holds may be secret.
public final class FieldArray {
  private final Limbs limbs;

  FieldArray(Limbs limbs) {
    this.limbs = limbs;
  }

  Limbs limbs() {
    return limbs;
  }

  public int length() {
    return limbs.length();
  }

  @Override
  public String toString() {
    return "FieldArray[" + length() + "]";
  }
}
