package org.moiety.layers.data;

/// Data that cannot be used: a missing or malformed file, a failed download, too few examples. The message is one line that says which file,
/// what was found and what would be right; it is meant for the user as it stands.
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(oneLine(message));
  }

  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\R+", " ").replaceAll("\\p{Cntrl}", "?");
  }
}
