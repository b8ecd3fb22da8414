package org.moiety.experiments.experiment;

/// A piece that could not be run; the message is one line that names its command.
public final class ExperimentException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int INTERNAL = 1;

  private final int exitCode;

  public ExperimentException(String message) {
    this(message, INTERNAL);
  }

  /// @param exitCode of the command
  public ExperimentException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
