package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.EncodingException;
import org.moiety.experiments.run.Pictures;
import org.moiety.experiments.session.LocalRun.Member;
import org.moiety.experiments.session.RoleLog;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.Option;

/// How a role of a session runs and what it prints.
final class RoleOptions {
  @Option(names = "--config", paramLabel = "FILE",
      description = "Read options from a TOML file, without their dashes: learning-rate = 0.1. Options of the command "
          + "line win. moiety config init writes one.")
  @SuppressWarnings("UnusedVariable") // ConfigFile has read it
  private @Nullable Path config;

  @Option(names = "--threads", paramLabel = "N",
      description = "Processors that a role uses.%nDefault: all; in moiety local, where the roles share them, its part.")
  private @Nullable Integer threads;

  @Option(names = "--json", description = "Print JSON objects, one on a line, and nothing else on standard output.")
  private boolean json;

  @Option(names = "--log-file", paramLabel = "FILE",
      description = "Add a line to this file for each event; none of them has anybody's values.%nDefault: no log.")
  private @Nullable Path logFile;

  @Option(names = "--log-level", paramLabel = "LEVEL",
      description = "error, warning, info (sessions, epochs, checkpoints), debug (iterations) or trace (layers)."
          + "%nDefault: info.")
  private RoleLog.Level logLevel = RoleLog.Level.INFO;

  @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
  private boolean quiet;

  /// Trains in a role.
  ///
  /// @param save where goes what this role has of the trained network; null for nowhere
  void train(RoleSettings settings, @Nullable Path save) {
    logged(settings.role(), log -> new RoleSession(settings, new RoleOutput(json, quiet), log).run(save));
  }

  /// Predicts in a role.
  ///
  /// @param pictures the data owner's; null elsewhere
  /// @param network the file with what this role has of the network; null for nothing
  /// @param probabilities print the probability of each class
  void predict(RoleSettings settings, @Nullable Pictures pictures, @Nullable Path network, boolean probabilities) {
    logged(settings.role(),
        log -> new RolePrediction(settings, new RoleOutput(json, quiet), log).run(pictures, network, probabilities));
  }

  /// Does a role's work with a log, which has the last word.
  private void logged(SessionRole role, Consumer<RoleLog> work) {
    try (RoleLog log = RoleLog.of(role, logFile, logLevel)) {
      try {
        work.accept(log);
        log.add(RoleLog.Level.INFO, "ends well");
      } catch (EncodingException e) {
        log.add(RoleLog.Level.ERROR, "a value has no encoding"); // which value is told to its owner only
        throw e;
      } catch (RuntimeException | Error e) {
        log.add(RoleLog.Level.ERROR, Failure.of(e).line());
        throw e;
      }
    }
  }

  /// Gives each role of a session a log of its own.
  void addLogFiles(Map<Member, List<String>> arguments) {
    if (logFile != null) {
      arguments.forEach((member, words) -> words.add("--log-file=" + logFile + "." + member.name()));
    }
  }

  /// Gives each role its part of this machine's processors, unless that was said. Those that work at a time share them: a dealer that works ahead works alone.
  void addThreads(Map<Member, List<String>> arguments, boolean ahead) {
    if (threads == null) {
      int atATime = SessionRole.values().length - (ahead ? 1 : 0);
      String part = "--threads=" + Math.ceilDiv(TensorOptions.threads(null), atATime);
      arguments.forEach((member, words) -> {
        if (!ahead || member.role() != SessionRole.DEALER) {
          words.add(part);
        }
      });
    }
  }

  int threads() {
    return TensorOptions.threads(threads);
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }
}
