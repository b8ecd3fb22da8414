package org.moiety.engine.kernel;

import org.jspecify.annotations.Nullable;

/// Integer quotients of field elements by a public constant.
///
/// - **Representation.** A tile of elements is taken out of Montgomery form into the result, divided there, and taken back.
/// - **Ranges.** CANONICAL in and out; a quotient is below p, so it is CANONICAL as an integer too.
/// - **Operations.** [#floorDivide]: a power of two is a shift of lanes, in one pass by [ShiftQuotients] where there is one for p; any other divisor two word divisions by [WordDivisor].
/// - **Aliasing and time.** In place allowed; time depends on the length and on the divisor.
/// - **Source.** Möller and Granlund 2011, "Improved division by invariant integers".
final class VectorQuotients {
  /// Elements to a tile: it stays in the first-level cache between the three passes.
  private static final int TILE = 512;

  private final Modulus modulus;
  private final VectorFieldKernels.Products products;
  private final VectorFieldKernels.Shifts shifts;
  private final @Nullable ShiftQuotients direct;

  /// @param direct quotients by powers of two for this modulus in one pass; null where there is no such code
  VectorQuotients(Modulus modulus, VectorFieldKernels.Products products, VectorFieldKernels.Shifts shifts,
      @Nullable ShiftQuotients direct) {
    this.modulus = modulus;
    this.products = products;
    this.shifts = shifts;
    this.direct = direct;
  }

  void floorDivide(Limbs a, long divisor, Limbs r, int from, int to) {
    if (divisor < 1) {
      throw new IllegalArgumentException("divisor=" + divisor + ", expected at least 1");
    }
    if (Long.bitCount(divisor) == 1) {
      floorShift(a, Long.numberOfTrailingZeros(divisor), r, from, to);
      return;
    }
    WordDivisor word = new WordDivisor(divisor);
    for (int i = from; i < to; i += TILE) {
      int end = Math.min(i + TILE, to);
      products.fromMontgomery(a, r, i, end);
      word.divide(r, i, end);
      products.scale(r, modulus.squareHi(), modulus.squareLo(), r, i, end);
    }
  }

  private void floorShift(Limbs a, int shift, Limbs r, int from, int to) {
    int start = direct != null && shift >= MoietyShiftQuotients.MIN_SHIFT
        ? direct.floorShift(a, shift, r, from, to)
        : from;
    for (int i = start; i < to; i += TILE) {
      int end = Math.min(i + TILE, to);
      products.fromMontgomery(a, r, i, end);
      shifts.shiftRight(r, shift, r, i, end);
      products.scale(r, modulus.squareHi(), modulus.squareLo(), r, i, end);
    }
  }
}
