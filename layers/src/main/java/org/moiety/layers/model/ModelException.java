package org.moiety.layers.model;

/// A model description that makes no sense. The message is one line that names the layer.
public final class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public ModelException(String message) {
    super(message);
  }
}
