package org.moiety.engine.kernel;

/// Widths of the limbs that products are made of, and what follows from them; derived in `docs/BOUNDS.md`, "Limbs and accumulators".
///
/// An element is 5 limbs of 26 bits, the last one of 23; a product is 9 columns, column j of weight `2^(26 j)`.
final class LimbBounds {
  static final int LIMB_BITS = 26;
  static final int LIMBS = 5;
  static final int COLUMNS = 2 * LIMBS - 1;
  static final long LIMB_MASK = (1L << LIMB_BITS) - 1;

  /// What a reduction adds to a column at most: a carry of `2^37 + 1`, `m 2^23 < 2^49`, rounding up by a limb.
  static final long REDUCTION_HEADROOM = 1L << 50;

  /// Terms of an inner product that the columns hold: the fullest column, 3, takes four products of full limbs per term, and stays a positive
  /// signed word with the headroom of a reduction.
  static final int MAX_TERMS = Math
      .toIntExact((Long.MAX_VALUE - REDUCTION_HEADROOM) / ((LIMBS - 1) * LIMB_MASK * LIMB_MASK));

  static {
    // The last limb has 23 bits, so that column 4 is less full than column 3.
    long last = (1L << (127 - (LIMBS - 1) * LIMB_BITS)) - 1;
    if (2 * last + 3 * LIMB_MASK > 4 * LIMB_MASK) {
      throw new AssertionError("column 3 is not the fullest");
    }
    // T p^2 / 2^128 + p < 2^136: after a Montgomery reduction by 2^128 the excess over 127 bits is a small integer.
    if (MAX_TERMS >= 1 << 10) {
      throw new AssertionError("MAX_TERMS=" + MAX_TERMS);
    }
  }

  private LimbBounds() {}
}
