package org.moiety.engine.share;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// What of a MAC share goes entry by entry, added up in one pass before coefficients are applied: an array for the MAC share, one for what is public.
final class MacEntries {
  /// Work on a range of both arrays.
  @FunctionalInterface
  private interface Step {
    void run(int from, int to);
  }

  private final Field field;
  private final Element one;
  private final FieldArray mac;
  private final FieldArray open;
  private final FieldArray scratch;
  private final List<Step> steps = new ArrayList<>();
  private final List<FieldArray> ends = new ArrayList<>();

  MacEntries(Field field, int length) {
    this.field = field;
    one = field.element(1);
    mac = field.array(length);
    open = field.array(length);
    scratch = field.array(length);
    FieldArray zero = field.zeros(Math.min(length, Field.PIECE));
    steps.add((from, to) -> {
      field.copy(zero, 0, mac, from, to - from);
      field.copy(zero, 0, open, from, to - from);
    });
    ends.add(zero);
  }

  /// Adds a multiple of a MAC share.
  void addMac(Element factor, FieldArray gamma) {
    steps.add((from, to) -> add(factor, gamma, mac, from, to));
  }

  /// Adds a multiple of what is public.
  void addOpen(Element factor, FieldArray value) {
    steps.add((from, to) -> add(factor, value, open, from, to));
  }

  private void add(Element factor, FieldArray term, FieldArray into, int from, int to) {
    if (factor.equals(one)) {
      field.add(into, term, into, from, to);
    } else {
      field.timesPlus(term, factor, into, into, from, to);
    }
  }

  /// Adds a multiple of the entry-wise product of two masked secrets, less that of their masks.
  void addProduct(Element factor, Mac.Held x, Mac.Held y, FieldArray alpha, FieldArray beta) {
    boolean square = x.gamma() == y.gamma() && alpha == beta;
    steps.add((from, to) -> {
      field.multiply(alpha, y.gamma(), scratch, from, to);
      if (square) {
        field.add(scratch, scratch, scratch, from, to);
      }
      add(factor, scratch, mac, from, to);
      if (!square) {
        field.multiply(x.gamma(), beta, scratch, from, to);
        add(factor, scratch, mac, from, to);
      }
      field.multiply(alpha, beta, scratch, from, to);
      add(factor, scratch, open, from, to);
    });
  }

  /// Lets go of an array when the pass is over.
  void release(FieldArray array) {
    ends.add(array);
  }

  /// Makes the pass, hands out both arrays, and ends them.
  void finish(Consumer<FieldArray> forMac, Consumer<FieldArray> forOpen) {
    field.inPieces(mac.length(), (from, to) -> steps.forEach(step -> step.run(from, to)));
    forMac.accept(mac);
    forOpen.accept(open);
    ends.addAll(List.of(mac, open, scratch));
    ends.forEach(field::release);
  }

  @Override
  public String toString() {
    return "MacEntries";
  }
}
