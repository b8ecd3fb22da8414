package org.moiety.experiments.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `moiety` command; each subcommand is a class of its own.
@Command(name = "moiety", version = "moiety 0.1.0-SNAPSHOT", mixinStandardHelpOptions = true, description = "Trains and runs neural networks between two parties that never show each other their data.")
public final class Main implements Runnable {
  @Spec
  private CommandSpec spec;

  private Main() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /// Runs one command and ends the JVM with its exit code.
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
