package org.moiety.engine.material;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;

/// One party's correlated randomness, in the order of its program; what is added to results comes as a step of a sweep over them. A dealer's stream and a file made ahead implement it; a two-party protocol could, all but [#coin] and [#mac], which need somebody who knows the masks and runs the program.
public interface Preprocessing {
  /// Material from here on is addressed by this iteration.
  void begin(long iteration);

  /// The owner's mask of the next single input; the other party's share of it is zero. Both parties ask.
  ///
  /// @return at the owner, an array that the caller may write; null at the other party
  @Nullable
  FieldArray inputMask(int owner, int length);

  /// The owner's mask of one row of a table of inputs: the other party's share of it is zero, for the owner knows both the input and its mask.
  /// Only the owner of the table may ask, from several threads at a time if it likes.
  ///
  /// @param table number of the table in the session
  void inputMask(int table, int row, FieldArray into, int offset, int length);

  /// A share of a fresh uniform mask, which the caller may write.
  FieldArray mask(int length);

  /// A fresh share of a mask that was dealt in another session, where it was used once; the caller may write it.
  FieldArray handedMask(int length);

  /// Adds this party's share of the uniform mask t of the next truncation. Comes before [#truncationQuotient].
  Sweep.Step truncationMask(int length);

  /// Subtracts this party's share of `floor(r / divisor)`, where r is the mask t of [#truncationMask] less what completes the truncated value.
  Sweep.Step truncationQuotient(int length, long divisor);

  /// Adds this party's share of what completes a product: `c = f(a, b)` of a triple, or `-f(a_0 - a_1, b_0 - b_1)` where each party computes one product. Of a
  /// product that is truncated it is not asked for: the mask of the truncation takes it up.
  Sweep.Step product(int length);

  /// This party's share Delta_i of the MAC key, one element; active security only.
  FieldArray macKey();

  /// The next check's coin: this party's share s of it with its tag t, and k and l for the tag `k s + l` of the other party's; active security only.
  FieldArray coin();

  /// One element rho, which the receiver alone knows: it hides the sum, for a check, of what nobody else received; active security only. Both parties ask.
  ///
  /// @return null at the other party
  @Nullable
  FieldArray sumMask(int receiver);

  /// This party's share of the MAC of what the dealer deals in a check, in the order in which all roles ask; active security only.
  FieldArray mac(int length);

  /// Overwrites what is left: nothing may be used again.
  void destroy();
}
