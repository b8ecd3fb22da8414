package org.moiety.engine.channel;

/// A peer, or an address, that is not the one that was meant. The message is one line for the user.
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PeerException(String message) {
    super(message);
  }
}
