package org.moiety.experiments.cli;

import picocli.CommandLine.Option;

/// What is printed, and how.
final class OutputOptions {
  @Option(names = "--json", description = "Print JSON objects, one on a line, and nothing else on standard output.")
  private boolean json;

  @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
  private boolean quiet;

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }
}
