package org.moiety.engine.share;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// The sums of a MAC check at one party: MAC shares, each with its coefficient, and what is public about the secrets that they are of. A secret's MAC share is
/// the one plus the key's share times the other.
public final class MacSums {
  private final Field field;
  private final FieldArray mac;
  private final FieldArray open;

  public MacSums(Field field) {
    this.field = field;
    mac = field.zeros(1);
    open = field.zeros(1);
  }

  Field field() {
    return field;
  }

  /// Adds a MAC share; its array ends here, as in the other methods.
  public void addMac(FieldArray one) {
    field.add(mac, one, mac, 0, 1);
    field.release(one);
  }

  /// Adds a public value.
  public void addOpen(FieldArray one) {
    field.add(open, one, open, 0, 1);
    field.release(one);
  }

  /// Takes off a value that was opened.
  public void subtractOpen(FieldArray one) {
    field.subtract(open, one, open, 0, 1);
    field.release(one);
  }

  /// `mac + key open`: with the other party's this is zero if all that was opened is what the MACs are of.
  ///
  /// @param key this party's share of the MAC key
  public FieldArray total(FieldArray key) {
    FieldArray total = field.multiply(key, open);
    field.add(total, mac, total, 0, 1);
    return total;
  }

  @Override
  public String toString() {
    return "MacSums";
  }
}
