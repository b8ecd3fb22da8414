package org.moiety.triples.remote;

/// Roles that were told different things. The message is one line for the user.
public final class AgreementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AgreementException(String message) {
    super(message);
  }
}
