package org.moiety.layers.train;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.online.Receiver;
import org.moiety.layers.tensor.Backend;

/// Who learns the trained weights (SV18 section 3).
public enum Release {
  MODEL_OWNER(Receiver.party(Backend.MODEL_OWNER)), BOTH(Receiver.BOTH),
  /// Each party keeps its shares: the network can be used while both take part.
  NONE(null);

  private final @Nullable Receiver receiver;

  Release(@Nullable Receiver receiver) {
    this.receiver = receiver;
  }

  /// Null for nobody.
  @Nullable
  Receiver receiver() {
    return receiver;
  }

  /// Whether a party learns them.
  public boolean includes(int party) {
    return receiver != null && receiver.includes(party);
  }
}
