package org.moiety.experiments.experiment;

/// A piece that could not be run; the message is one line that names its command.
public final class ExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ExperimentException(String message) {
    super(message);
  }
}
