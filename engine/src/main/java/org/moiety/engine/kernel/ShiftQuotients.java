package org.moiety.engine.kernel;

/// Integer quotients of field elements by powers of two, without leaving Montgomery form for memory.
interface ShiftQuotients {
  /// `r = floor(integer(a) / 2^shift)`, a and r in Montgomery form, for as many whole vectors as fit.
  ///
  /// @param shift from [MoietyShiftQuotients#MIN_SHIFT] to 63
  /// @return the first position that was not done
  int floorShift(Limbs a, int shift, Limbs r, int from, int to);
}
