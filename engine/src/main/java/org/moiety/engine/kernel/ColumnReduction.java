package org.moiety.engine.kernel;

/// From columns to elements: `r = S / 2^128 mod p`, CANONICAL, where S is the sum of `column[j] * 2^(26 j)`.
///
/// Every column lies in `0 .. MAX_TERMS * 4 * (2^26 - 1)^2`, and `S < 2^264`, see [LimbBounds].
interface ColumnReduction {
  /// Reduces `vectors` vectors: column j of vector v starts at word `(9 v + j) * lanes`, its result at `from + v * lanes`.
  void reduce(long[] columns, int vectors, Limbs r, int from);
}
