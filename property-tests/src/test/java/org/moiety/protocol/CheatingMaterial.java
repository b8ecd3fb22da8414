package org.moiety.protocol;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.material.Preprocessing;

/// A party's material, to some of which a number is added: with it the honest program deviates as a cheat would.
final class CheatingMaterial implements Preprocessing {
  /// What is changed.
  enum Part {
    /// A share of what completes a product.
    PRODUCT,
    /// A share of a truncation's mask: what is opened is shifted, and the cheat computes on with it.
    TRUNCATION_MASK,
    /// A share of a truncated mask.
    TRUNCATION_QUOTIENT,
    /// A share of a coin, and what it is authenticated by.
    COIN,
    /// A share of a MAC.
    MAC,
    /// The share of the MAC key.
    KEY
  }

  private final Preprocessing honest;
  private final Field field;
  private final Part part;
  private final Element by;
  private final int only;
  private int calls;

  /// @param only number of the piece of that part that is changed; negative for all
  CheatingMaterial(Preprocessing honest, Field field, Part part, Element by, int only) {
    this.honest = honest;
    this.field = field;
    this.part = part;
    this.by = by;
    this.only = only;
  }

  private Sweep.Step step(Part here, Sweep.Step step) {
    return applies(here) ? (in, into, from, to) -> {
      step.run(in, into, from, to);
      field.plus(into, by, into, from, to);
    } : step;
  }

  private FieldArray array(Part here, FieldArray array) {
    return applies(here) ? field.plus(array, by) : array;
  }

  private boolean applies(Part here) {
    return here == part && (only < 0 || calls++ == only);
  }

  @Override
  public void begin(long iteration) {
    honest.begin(iteration);
  }

  @Override
  public @Nullable FieldArray inputMask(int owner, int length) {
    return honest.inputMask(owner, length);
  }

  @Override
  public void inputMask(int table, int row, FieldArray into, int offset, int length) {
    honest.inputMask(table, row, into, offset, length);
  }

  @Override
  public FieldArray mask(int length) {
    return honest.mask(length);
  }

  @Override
  public FieldArray handedMask(int length) {
    return honest.handedMask(length);
  }

  @Override
  public Sweep.Step truncationMask(int length) {
    return step(Part.TRUNCATION_MASK, honest.truncationMask(length));
  }

  @Override
  public Sweep.Step truncationQuotient(int length, long divisor) {
    return step(Part.TRUNCATION_QUOTIENT, honest.truncationQuotient(length, divisor));
  }

  @Override
  public Sweep.Step product(int length) {
    return step(Part.PRODUCT, honest.product(length));
  }

  @Override
  public FieldArray macKey() {
    return array(Part.KEY, honest.macKey());
  }

  @Override
  public FieldArray coin() {
    return array(Part.COIN, honest.coin());
  }

  @Override
  public @Nullable FieldArray sumMask(int receiver) {
    return honest.sumMask(receiver);
  }

  @Override
  public FieldArray mac(int length) {
    return array(Part.MAC, honest.mac(length));
  }

  @Override
  public void destroy() {
    honest.destroy();
  }
}
