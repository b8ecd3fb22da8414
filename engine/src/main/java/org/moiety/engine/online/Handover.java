package org.moiety.engine.online;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.random.Seed;

/// Secrets on their way from one session to another that has the same dealer and the same party 1, the hub. No share moves. The dealer deals one mask r in both sessions, to each party of either a
/// fresh share; the old session opens x - r, checked, and the new one goes on with (x - r) + r:
///
/// | step | where | what |
/// | --- | --- | --- |
/// | 1 | old session | open alpha = x - r under a fresh r, and check it ([Role#handOver]) |
/// | 2 | old session | party 0 gives party 1 a tag of alpha, under a key that all parties 0 have and no party 1 has |
/// | 3 | new session | party 1 gives party 0 alpha and the tag, which must fit ([Role#takeOver]) |
/// | 4 | new session | x has the shares `r_i + alpha / 2` and, with MACs, those of r under the new session's key |
///
/// alpha is uniform, whoever sees it: each party has its own share of r only, in either session, and these are independent of r even for all parties 0 together. Without the tag party 1 could shift what it hands
/// over: the new session cannot know better. Semi-honest parties need none. Rounds: one and a check; then one message. 16 bytes an element each way, then 16 to the new party 0, and as many from the dealer.
///
/// @param values at the parties alpha, public to them; at the dealer r: for each secret canonical integers, 16 little-endian bytes each
/// @param tag null at the dealer, and among semi-honest parties
public record Handover(List<byte[]> values, byte @Nullable [] tag) {
  /// Lengths only.
  @Override
  public String toString() {
    return "Handover" + values.stream().map(value -> value.length / 16).toList();
  }

  /// What a party 0 seals a handover with, and looks at the seal of another. What was sealed for one handover is worth nothing in another.
  ///
  /// @param key of all parties 0, from the dealer
  /// @param from id of the session that hands over
  /// @param to id of the session that takes over
  /// @param step of the training as a whole, another in each handover
  public record Seal(Seed key, String from, String to, long step) {
    byte[] of(List<byte[]> values) {
      return key.tag("handover " + step + " from " + from + " to " + to, values);
    }
  }
}
