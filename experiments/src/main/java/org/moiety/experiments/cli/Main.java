package org.moiety.experiments.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.file.FileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The `moiety` command; each subcommand is a class of its own.
@Command(name = "moiety", versionProvider = ManifestVersion.class, mixinStandardHelpOptions = true,
    description = "Trains and runs neural networks between two parties that never show each other their data.",
    subcommands = {TrainCommand.class, EvaluateCommand.class, PredictCommand.class, ShareCommand.class,
        ComputeCommand.class,
        ReconstructCommand.class, PartyCommand.class, DealerCommand.class, LocalCommand.class, ConfigCommand.class,
        KeysCommand.class, BenchCommand.class, ExperimentCommand.class, BatchCommand.class,
        DemoCommand.class},
    usageHelpWidth = Main.HELP_COLUMNS)
public final class Main implements Runnable {
  static final int HELP_COLUMNS = 100;

  @Spec
  private CommandSpec spec;

  @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
  private boolean debug;

  private final Interruption interruption;

  private Main(Interruption interruption) {
    this.interruption = interruption;
  }

  /// For a command of its own in this process.
  Main another() {
    return new Main(interruption);
  }

  @Override
  public void run() {
    throw needsCommand(spec);
  }

  /// What a command says that only has commands.
  static ParameterException needsCommand(CommandSpec spec) {
    return new ParameterException(spec.commandLine(), "which command? One of " + spec.subcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden()).map(Map.Entry::getKey)
        .collect(Collectors.joining(", ")));
  }

  /// Runs one command and ends the JVM with its exit code.
  public static void main(String[] args) {
    LauncherWatch.start();
    Interruption interruption = Interruption.install();
    int code = new Main(interruption).execute(args);
    interruption.done();
    System.exit(code);
  }

  /// @return the exit code
  int execute(String... args) {
    CommandLine line = new CommandLine(this).setParameterExceptionHandler(Main::explain)
        .setExecutionStrategy(Main::runUnambiguous)
        .setExecutionExceptionHandler((cause, command, parsed) -> report(cause));
    Converters.register(line);
    try {
      int code = line.execute(ConfigFile.expand(line, args));
      if (System.out.checkError() && !interruption.isEnding()) {
        System.err.println("moiety: standard output could not be written");
        return Failure.INTERNAL;
      }
      return code;
    } catch (UsageException | FileException | OutOfMemoryError | StackOverflowError e) {
      return report(e);
    }
  }

  /// An option of an [picocli.CommandLine.ArgGroup] that comes again begins the groups anew for picocli, without the options that were there: as it does not validate groups that are but headings, it says nothing.
  private static int runUnambiguous(ParseResult parsed) {
    for (ParseResult command = parsed; command != null; command = command.subcommand()) {
      for (OptionSpec option : command.matchedOptions()) {
        if (option.typedValues().size() > 1 && !option.isMultiValue()) {
          throw new OverwrittenOptionException(command.commandSpec().commandLine(), option, option.longestName());
        }
      }
    }
    return new RunLast().execute(parsed);
  }

  /// One line, and the exit code that belongs to it.
  private int report(Throwable cause) {
    Failure failure = Failure.of(cause);
    if (!interruption.isEnding()) {
      System.err.println("moiety: " + failure.line());
      if (debug) {
        cause.printStackTrace();
      }
    }
    return failure.exitCode();
  }

  private static int explain(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String what = wrong instanceof OverwrittenOptionException twice
        && twice.getOverwritten() instanceof OptionSpec option
            ? option.longestName() + " is given more than once"
            : Failure.message(wrong) + suggestion(wrong);
    command.getErr().println("moiety: " + what + " (see "
        + command.getCommandSpec().qualifiedName() + " --help)");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String suggestion(ParameterException wrong) {
    List<String> near = wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    return near.isEmpty() ? "" : ", did you mean " + near.getFirst() + "?";
  }
}
