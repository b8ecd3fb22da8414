package org.moiety.engine.online;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.RankOne;

/// Watches one role of a session whose roles are threads of one process: what it draws, sends, receives, opens and checks, in the order in which it
/// happens, on the role's thread.
///
/// It sees secrets and keys, so it is for teaching and for traces. Arrays are the role's own: to be read during the call, and not to be written.
public interface Observer {
  /// Sees nothing, and costs a call a message.
  Observer NONE = new Observer() {
  };

  /// The program begins an iteration.
  default void begins(long iteration) {}

  /// The program enters a layer.
  default void enters(String layer, Meter.Phase phase) {}

  /// The role draws, or is dealt, correlated randomness.
  ///
  /// @param purpose one of those in [org.moiety.engine.material.Addresses]
  /// @param share this party's; of truncation quotients, that of `floor(r / divisor)`; at the dealer, who shows truncation masks only, all of r
  default void draws(String purpose, FieldArray share) {}

  /// Field elements leave for the peer; from the dealer, for party 1.
  default void sends(FieldArray values) {}

  /// Words that are no field elements leave for the peer: commitments and what opens them.
  default void sends(long[] words) {}

  /// Field elements came from the peer.
  default void receives(FieldArray values) {}

  /// Words that are no field elements came from the peer.
  default void receives(long[] words) {}

  /// A value became public to both parties.
  ///
  /// @param own this party's share of it
  /// @param other the peer's
  default void opens(FieldArray own, FieldArray other) {}

  /// A value was revealed on purpose.
  ///
  /// @param share this party's share of it
  /// @param value null where this party does not receive it
  default void reveals(Receiver receiver, FieldArray share, @Nullable FieldArray value) {}

  /// The MAC check weighs what was opened.
  ///
  /// @param value null where the other party alone received it
  default void weighs(@Nullable FieldArray value, RankOne coefficients) {}

  /// The MAC check ends: with active security, what was opened is right if the total is zero.
  ///
  /// @param arrays how many opened arrays it was of
  /// @param sigma this party's sum
  /// @param total both parties' sums together
  default void checks(int arrays, FieldArray sigma, FieldArray total) {}
}
