package org.moiety.engine.channel;

/// The peer is gone, or the session was ended. The session is dead; a new one starts with fresh randomness.
public final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TransportException(String message) {
    super(message);
  }
}
