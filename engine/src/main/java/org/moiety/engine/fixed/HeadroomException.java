package org.moiety.engine.fixed;

/// Numbers of a scale do not fit the field: the precision is too high. The message says by how much, in one line.
public final class HeadroomException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public HeadroomException(String message) {
    super(message);
  }
}
