package org.moiety.engine.kernel;

import org.jspecify.annotations.Nullable;

/// Integer quotients of field elements by a public constant.
///
/// - **Representation.** A tile of elements is taken out of Montgomery form into the result, divided there, and taken back.
/// - **Ranges.** CANONICAL in and out; a quotient is below p, so it is CANONICAL as an integer too.
/// - **Operations.** [#floorDivide]: a power of two is a shift of lanes, any other divisor two word divisions by [WordDivisor].
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
    this.direct = direct;
    this.products = products;
    this.shifts = shifts;
  }

  void floorDivide(Limbs a, long divisor, Limbs r, int from, int to) {
    if (divisor < 1) {
      throw new IllegalArgumentException("divisor=" + divisor + ", expected at least 1");
    }
    boolean isShift = Long.bitCount(divisor) == 1;
    int shift = Long.numberOfTrailingZeros(divisor);
    int start = direct != null && isShift && shift >= MoietyShiftQuotients.MIN_SHIFT
        ? direct.floorShift(a, shift, r, from, to)
        : from;
    WordDivisor word = new WordDivisor(divisor);
    for (int i = start; i < to; i += TILE) {
      int end = Math.min(i + TILE, to);
      products.fromMontgomery(a, r, i, end);
      if (isShift) {
        shifts.shiftRight(r, shift, r, i, end);
      } else {
        word.divide(r, i, end);
      }
      products.scale(r, modulus.squareHi(), modulus.squareLo(), r, i, end);
    }
  }
}
