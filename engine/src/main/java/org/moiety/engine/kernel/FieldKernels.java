package org.moiety.engine.kernel;

/// Arithmetic in Z/p on blocks of elements; the contract that [ScalarFieldKernels] specifies by example and SIMD kernels implement.
///
/// - **Representation.** Two 64-bit planes per block, see [Limbs]. "Montgomery form" of x is `x * 2^128 mod p`.
/// - **Ranges.** Every operand and result is CANONICAL: `0 <= word < p` ([#firstNotBelow] tells). Where a method says *integer*, the word is the number itself, not its
///   Montgomery form.
/// - **Operations.** Element-wise on positions `from <= i < to`; positions outside are neither read nor written.
/// - **Aliasing and time.** A result may be the same block as any operand, at the same positions; matrix results must not overlap operands. Time
///   depends on lengths and public constants only.
/// - **Source.** `docs/BOUNDS.md`.
public interface FieldKernels {
  Modulus modulus();

  /// One line that names the implementation and its lanes, for reports.
  String description();

  /// `r = a + b`.
  void add(Limbs a, Limbs b, Limbs r, int from, int to);

  /// `r = a - b`.
  void subtract(Limbs a, Limbs b, Limbs r, int from, int to);

  /// `r = -a`.
  void negate(Limbs a, Limbs r, int from, int to);

  /// `r = a / 2`.
  void halve(Limbs a, Limbs r, int from, int to);

  /// `r = a + c` for the constant `c = (cHi, cLo)`, in the same form as a.
  void addConstant(Limbs a, long cHi, long cLo, Limbs r, int from, int to);

  /// `r = a * b`, all in Montgomery form.
  void multiply(Limbs a, Limbs b, Limbs r, int from, int to);

  /// `r = a * c` for the constant `c = (cHi, cLo)` in Montgomery form.
  void scale(Limbs a, long cHi, long cLo, Limbs r, int from, int to);

  /// `r = a c + b` for the constant `c = (cHi, cLo)` in Montgomery form.
  void scalePlus(Limbs a, long cHi, long cLo, Limbs b, Limbs r, int from, int to);

  /// `r = factor * a` for a public integer; a in either form.
  ///
  /// @param factor below `2^32` in absolute value
  void multiple(Limbs a, long factor, Limbs r, int from, int to);

  /// `r = factor * a + b` for a public integer; a and b in the same form.
  ///
  /// @param factor below `2^32` in absolute value
  void multiplePlus(Limbs a, long factor, Limbs b, Limbs r, int from, int to);

  /// `to`, or the position of the first word that is p or more: the only operation that takes words which are not CANONICAL.
  int firstNotBelow(Limbs a, int from, int to);

  /// `r = w`, where the candidate w of element i is made of word `i - first` of two streams of random words, each 8 little-endian bytes: the low word
  /// as it is, the high word, and for a short modulus the low one, cut to the modulus's length.
  ///
  /// @return `to`, or the position of the first candidate that is p or more: elements before it are done, it and those behind it are not
  int setDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to);

  /// `r = r + w`, else as [#setDrawn].
  int addDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to);

  /// `r = r - w`, else as [#setDrawn].
  int subtractDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to);

  /// Integer to Montgomery form.
  void toMontgomery(Limbs a, Limbs r, int from, int to);

  /// Montgomery form to integer.
  void fromMontgomery(Limbs a, Limbs r, int from, int to);

  /// `r = floor(integer(a) / divisor)`; a and r in Montgomery form, the division is one of integers in `0 .. p-1`.
  ///
  /// @param divisor at least 1; a power of two is a shift
  void floorDivide(Limbs a, long divisor, Limbs r, int from, int to);

  /// `r[output + o] = sum of a[input + source]` over the sources of output o, for `from <= o < to`; r is another block than a.
  void gatherSum(Limbs a, int input, GatherPlan plan, Limbs r, int output, int from, int to);

  /// `C = A B`, all in Montgomery form; shapes m x k, k x n, m x n; `k = 0` gives zeros. Each entry of C is written once.
  ///
  /// The result does not depend on `workers`.
  void matmul(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers);
}
