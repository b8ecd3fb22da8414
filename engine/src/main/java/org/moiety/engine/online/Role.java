package org.moiety.engine.online;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.TruncationRisk;

/// One of the roles that run a program together: party 0, party 1, or the dealer, who runs it on masks.
public interface Role {
  Field field();

  MaskPolicy masks();

  Security security();

  /// 0 or 1 for the parties; -1 for the dealer.
  int party();

  /// Starts an iteration; numbers ascend. Randomness is addressed by it. What was opened before is checked.
  void begin(long iteration);

  /// Ends the session: what is left of keys and material is destroyed.
  ///
  /// @throws IllegalStateException if a value was opened and not checked
  void end();

  /// Ends the session after a failure of any kind, here or elsewhere: keys and what is left of the material are destroyed, what was opened and not checked is forgotten, and whatever opens
  /// something or needs material is an error from then on. May be called again.
  void fail();

  /// Says where the program is, for the meter.
  void enter(String layer, Meter.Phase phase);

  /// What this role has sent to its peer.
  Meter meter();

  /// Declares a table of inputs of one party, whose rows are opened under their masks once, when first used.
  ///
  /// @param owner the party that knows the values
  /// @param keep whether rows will be used again: then the opened differences are kept
  InputTable table(int owner, int rows, int rowLength, boolean keep);

  /// A single input, used once.
  ///
  /// @param value asked for at the owner only
  Secret input(int owner, int length, Supplier<FieldArray> value);

  /// A secret whose shares the parties hold from before, as from a file. They must not be written any more.
  ///
  /// @param share this party's share; not asked for at the dealer
  Secret importShare(int length, Supplier<FieldArray> share);

  /// This party's share of a secret, to be kept beyond the session and not to be written; null at the dealer. Whoever has both has the value.
  @Nullable
  FieldArray exportShare(Secret x);

  /// Opens a secret that is zero if all follow the protocol, and checks it. Of one that is not, what is opened must say nothing more.
  ///
  /// @param what is wrong where it is not zero
  /// @throws CheatingDetectedException if it is not; the session is dead then
  void requireZero(Secret x, String what);

  /// Ends this session's part of secrets, and lets another session go on with them. What was opened so far is checked.
  ///
  /// @param seal party 0's, with active security; null elsewhere
  Handover handOver(List<Secret> secrets, Handover.@Nullable Seal seal);

  /// Secrets that another session has handed over.
  ///
  /// @param seal party 0's, with active security: of the same step as where they were handed over; null elsewhere
  /// @param handed asked for at party 1 and at the dealer
  /// @throws CheatingDetectedException if they are not what was handed over; the session is dead then
  List<Secret> takeOver(List<Integer> lengths, Handover.@Nullable Seal seal, Supplier<Handover> handed);

  /// Of all truncations so far; none at the dealer.
  TruncationRisk truncationRisk();
}
