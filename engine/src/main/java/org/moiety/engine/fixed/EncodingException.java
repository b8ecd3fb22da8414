package org.moiety.engine.fixed;

/// A number has no encoding: NaN, infinite, or too large for the format. The message names the tensor, the index and the value.
public final class EncodingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public EncodingException(String message) {
    super(message);
  }
}
