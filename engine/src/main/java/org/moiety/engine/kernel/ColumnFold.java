package org.moiety.engine.kernel;

/// From the columns of a recombination to elements: `r = T mod p`, CANONICAL, where T is the sum of `column[j] * 2^(26 j)` over five columns, each in
/// `0 .. 2^53 - 1`.
interface ColumnFold {
  /// Column j of vector v starts at word `at + (5 v + j) * lanes`, its result at `from + v * lanes`.
  void fold(long[] columns, int at, int vectors, Limbs r, int from);
}
