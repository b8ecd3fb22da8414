package org.moiety.engine.field;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.kernel.Limbs;

/// A fixed number of field elements, the only owner of their words. Made by a [Field]; has no equality, no serialisation and prints its length
/// only, for what it holds may be secret.
///
/// An array made in a region, [Field#openRegion], ends with it unless it is kept.
public final class FieldArray {
  private final int length;
  private @Nullable Limbs limbs;
  private @Nullable Runnable giveBack;
  /// Whether the words go back to the shelves.
  final boolean pooled;
  /// Whether the open region is one of the holds.
  boolean inRegion;
  /// See [Region]; guarded by it.
  int holds;

  /// Over words that nobody else uses.
  FieldArray(Limbs limbs) {
    this(limbs, false, null);
  }

  /// @param giveBack run when the array ends; null for none
  FieldArray(Limbs limbs, boolean pooled, @Nullable Runnable giveBack) {
    length = limbs.length();
    this.limbs = limbs;
    this.pooled = pooled;
    this.giveBack = giveBack;
  }

  Limbs limbs() {
    Limbs present = limbs;
    if (present == null) {
      throw new IllegalStateException(
          "an array of " + length + " elements was used after its region was closed; keep it");
    }
    return present;
  }

  /// Lets go of the words, if they are somebody else's: a plain array stays.
  void end() {
    if (pooled || giveBack != null) {
      limbs = null;
    }
    if (giveBack != null) {
      giveBack.run();
      giveBack = null;
    }
  }

  public int length() {
    return length;
  }

  @Override
  public String toString() {
    return "FieldArray[" + length() + "]";
  }
}
