package org.moiety.experiments.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The `moiety` command; each subcommand is a class of its own.
@Command(name = "moiety", versionProvider = ManifestVersion.class, mixinStandardHelpOptions = true,
    description = "Trains and runs neural networks between two parties that never show each other their data.")
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
    LauncherWatch.start();
    System.exit(execute(args));
  }

  /// Runs one command and returns its exit code.
  static int execute(String... args) {
    return new CommandLine(new Main()).setParameterExceptionHandler(Main::explain).execute(args);
  }

  private static int explain(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    command.getErr()
        .println("moiety: " + wrong.getMessage() + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
