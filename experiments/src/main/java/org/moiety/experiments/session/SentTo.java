package org.moiety.experiments.session;

import org.jspecify.annotations.Nullable;

/// What went to one peer.
///
/// @param bytes of the messages after the start
/// @param networkBytes what went into the network for them, and for the start
public record SentTo(long bytes, long networkBytes) {
  SentTo plus(SentTo other) {
    return new SentTo(bytes + other.bytes, networkBytes + other.networkBytes);
  }

  SentTo since(@Nullable SentTo start) {
    return start == null ? this : new SentTo(bytes - start.bytes, networkBytes);
  }
}
