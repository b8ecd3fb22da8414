package org.moiety.engine.kernel;

/// [ColumnFold] for any modulus, one element at a time: tests and teaching only.
///
/// - **Representation.** As [WordReduction], with five columns.
/// - **Ranges.** As [ColumnFold].
/// - **Operations.** [#fold]: a Montgomery reduction, which divides by R, and a product that makes up for it.
/// - **Aliasing and time.** Time depends on `vectors` only.
/// - **Source.** Montgomery 1985.
final class WordFold implements ColumnFold {
  private final ScalarFieldKernels scalar;
  private final int lanes;
  private final WordReduction reduction;

  WordFold(ScalarFieldKernels scalar, int lanes) {
    this.scalar = scalar;
    this.lanes = lanes;
    reduction = new WordReduction(scalar, lanes, LimbBounds.LIMBS);
  }

  @Override
  public void fold(long[] columns, int at, int vectors, Limbs r, int from) {
    reduction.reduce(columns, at, vectors, r, from);
    scalar.toMontgomery(r, r, from, from + vectors * lanes);
  }
}
