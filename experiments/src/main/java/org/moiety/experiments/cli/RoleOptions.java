package org.moiety.experiments.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a role of a session runs and what it prints.
final class RoleOptions {
  @Option(names = "--config", paramLabel = "FILE",
      description = "Read options from a TOML file, without their dashes: learning-rate = 0.1. Options of the command "
          + "line win. moiety config init writes one.")
  @SuppressWarnings("UnusedVariable") // ConfigFile has read it
  private @Nullable Path config;

  @Option(names = "--threads", paramLabel = "N", description = "Processors to use.%nDefault: all.")
  private @Nullable Integer threads;

  @Option(names = "--json", description = "Print JSON objects, one on a line, and nothing else on standard output.")
  private boolean json;

  @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
  private boolean quiet;

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
