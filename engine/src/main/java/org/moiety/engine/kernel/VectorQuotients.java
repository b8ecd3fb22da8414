package org.moiety.engine.kernel;

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

  VectorQuotients(Modulus modulus, VectorFieldKernels.Products products, VectorFieldKernels.Shifts shifts) {
    this.modulus = modulus;
    this.products = products;
    this.shifts = shifts;
  }

  void floorDivide(Limbs a, long divisor, Limbs r, int from, int to) {
    if (divisor < 1) {
      throw new IllegalArgumentException("divisor=" + divisor + ", expected at least 1");
    }
    boolean isShift = Long.bitCount(divisor) == 1;
    WordDivisor word = new WordDivisor(divisor);
    for (int i = from; i < to; i += TILE) {
      int end = Math.min(i + TILE, to);
      products.fromMontgomery(a, r, i, end);
      if (isShift) {
        shifts.shiftRight(r, Long.numberOfTrailingZeros(divisor), r, i, end);
      } else {
        word.divide(r, i, end);
      }
      products.scale(r, modulus.squareHi(), modulus.squareLo(), r, i, end);
    }
  }
}
