package org.moiety.engine.kernel;

/// Element-wise products in one pass, for a modulus that has such code. CANONICAL in and out; in place allowed.
///
/// Each operation works on whole vectors from `from` on and returns the position where the rest, shorter than two vectors, starts.
interface DirectProducts {
  /// `r = a * b`, all in Montgomery form.
  int multiply(Limbs a, Limbs b, Limbs r, int from, int to);

  /// `r = a * c` for the constant `c = (cHi, cLo)`, all in Montgomery form.
  int scale(Limbs a, long cHi, long cLo, Limbs r, int from, int to);

  /// `r = factor * a` for an integer `|factor| < 2^32`.
  int multiple(Limbs a, long factor, Limbs r, int from, int to);

  /// `r = factor * a + b` for an integer `|factor| < 2^32`.
  int multiplePlus(Limbs a, long factor, Limbs b, Limbs r, int from, int to);

  /// Montgomery form to integer.
  int fromMontgomery(Limbs a, Limbs r, int from, int to);
}
