package org.moiety.triples.remote;

/// Roles that were told different things. The message is one line for the user.
public final class AgreementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private static final int MAX_SHOWN = 120;

  public AgreementException(String message) {
    super(message);
  }

  /// What a peer says, fit for a line on a terminal.
  public static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]", "?");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
  }
}
