package org.moiety.engine.online;

/// A check failed: the other party, or something on the way from it, did not follow the protocol. The session is dead, its key and material are destroyed;
/// nothing of it may be used again. The message names the check and no value.
public final class CheatingDetectedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CheatingDetectedException(String message) {
    super(message);
  }
}
