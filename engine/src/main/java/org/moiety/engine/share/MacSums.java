package org.moiety.engine.share;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// The sums of a MAC check at one role: of what it knows of secrets, each with its coefficient. A party has its share of the MACs of the rest beside it, which
/// the dealer deals in the order in which it is asked for here.
public abstract class MacSums {
  private final Field field;
  private final FieldArray sum;

  protected MacSums(Field field) {
    this.field = field;
    sum = field.zeros(1);
  }

  public final Field field() {
    return field;
  }

  /// The sum of what this role knows; one element.
  public final FieldArray sum() {
    return sum;
  }

  /// Adds one element that this role knows; its array ends here, as in the other methods.
  public final void add(FieldArray one) {
    field.add(sum, one, sum, 0, 1);
    field.release(one);
  }

  /// Takes off one element that this role knows.
  public final void subtract(FieldArray one) {
    field.subtract(sum, one, sum, 0, 1);
    field.release(one);
  }

  /// Adds a share of a MAC, of one element.
  protected abstract void addMac(FieldArray one);

  /// Adds the inner product of two masked arrays `a + alpha` and `b + beta`: with their masks, `alpha b + a beta` needs MACs.
  ///
  /// @param left what this role knows of the left one, alpha or a; both arrays end here
  protected abstract void addProduct(FieldArray left, FieldArray right);

  /// This role's share of the MAC of the mask of a masked secret, entry by entry; null at the dealer. Asked for twice in an iteration, it is dealt once.
  protected abstract @Nullable FieldArray mac(Derivation.Masked x);

  @Override
  public final String toString() {
    return "MacSums";
  }
}
