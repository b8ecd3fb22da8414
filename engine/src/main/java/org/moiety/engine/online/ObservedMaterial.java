package org.moiety.engine.online;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.material.Preprocessing;

/// Shows an observer what is drawn; else the material as it is. Steps of sweeps become arrays for that.
final class ObservedMaterial implements Preprocessing {
  private final Preprocessing material;
  private final Field field;
  private final Observer observer;

  private ObservedMaterial(Preprocessing material, Field field, Observer observer) {
    this.material = material;
    this.field = field;
    this.observer = observer;
  }

  /// The material itself where nobody watches.
  @SuppressWarnings("ReferenceEquality") // nobody is one object
  static Preprocessing of(Preprocessing material, Field field, Observer observer) {
    return observer == Observer.NONE ? material : new ObservedMaterial(material, field, observer);
  }

  private FieldArray shown(String purpose, FieldArray share) {
    observer.draws(purpose, share);
    return share;
  }

  @Override
  public void begin(long iteration) {
    observer.begins(iteration);
    material.begin(iteration);
  }

  @Override
  public @Nullable FieldArray inputMask(int owner, int length) {
    FieldArray mask = material.inputMask(owner, length);
    return mask == null ? null : shown(Addresses.INPUT, mask);
  }

  /// Shown by the table, whose rows are drawn by several threads.
  @Override
  public void inputMask(int table, int row, FieldArray into, int offset, int length) {
    material.inputMask(table, row, into, offset, length);
  }

  @Override
  public FieldArray mask(int length) {
    return shown(Addresses.MASK, material.mask(length));
  }

  @Override
  public FieldArray handedMask(int length) {
    return shown(Addresses.HANDED, material.handedMask(length));
  }

  @Override
  public Sweep.Step truncationMask(int length) {
    return added(shown(Addresses.TRUNCATION_MASK, drawn(material.truncationMask(length), length)));
  }

  @Override
  public Sweep.Step truncationQuotient(int length, long divisor) {
    FieldArray minus = drawn(material.truncationQuotient(length, divisor), length);
    FieldArray quotient = field.negate(minus);
    observer.draws(Addresses.TRUNCATION_QUOTIENT, quotient);
    field.release(quotient);
    return added(minus);
  }

  @Override
  public Sweep.Step product(int length) {
    return added(shown(Addresses.PRODUCT, drawn(material.product(length), length)));
  }

  /// What a step makes of zeros.
  private FieldArray drawn(Sweep.Step step, int length) {
    FieldArray result = field.zeros(length);
    field.inPieces(length, (from, to) -> step.run(result, result, from, to));
    step.end();
    return result;
  }

  private Sweep.Step added(FieldArray addend) {
    return new Sweep.Step() {
      @Override
      public void run(FieldArray in, FieldArray into, int from, int to) {
        field.add(in, addend, into, from, to);
      }

      @Override
      public void end() {
        field.release(addend);
      }
    };
  }

  @Override
  public FieldArray macKey() {
    return shown("mac key", material.macKey());
  }

  @Override
  public FieldArray coin() {
    return shown(Addresses.COIN, material.coin());
  }

  @Override
  public @Nullable FieldArray sumMask(int receiver) {
    FieldArray rho = material.sumMask(receiver);
    return rho == null ? null : shown(Addresses.SUM_MASK, rho);
  }

  @Override
  public FieldArray mac(int length) {
    return shown(Addresses.MAC, material.mac(length));
  }

  @Override
  public void destroy() {
    material.destroy();
  }
}
