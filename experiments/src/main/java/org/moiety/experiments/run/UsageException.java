package org.moiety.experiments.run;

/// Arguments that cannot be right. The message is one line for the user.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
