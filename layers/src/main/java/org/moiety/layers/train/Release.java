package org.moiety.layers.train;

import org.moiety.engine.online.Receiver;
import org.moiety.layers.tensor.Backend;

/// Who learns the trained weights (SV18 section 3).
public enum Release {
  MODEL_OWNER(Receiver.party(Backend.MODEL_OWNER)), BOTH(Receiver.BOTH);

  private final Receiver receiver;

  Release(Receiver receiver) {
    this.receiver = receiver;
  }

  Receiver receiver() {
    return receiver;
  }

  /// Whether a party learns them.
  public boolean includes(int party) {
    return receiver.includes(party);
  }
}
