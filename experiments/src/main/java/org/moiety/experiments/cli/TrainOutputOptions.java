package org.moiety.experiments.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a training run leaves and prints.
final class TrainOutputOptions {
  @Option(names = "--save", paramLabel = "FILE",
      description = "Write the revealed weights as safetensors (float32), for evaluate and predict.")
  private @Nullable Path save;

  @Option(names = "--counts", description = "Also print what party 0 sent, layer by layer.")
  private boolean counts;

  @Option(names = "--profile", description = "Also print where the time went, by role, layer and activity.")
  private boolean profile;

  @Option(names = "--trace", paramLabel = "FILE",
      description = "INSECURE, for teaching: write all that the three roles draw, send, receive, open and check, as JSON "
          + "objects, one on a line. Of long arrays the first values and a digest.")
  private @Nullable Path trace;

  @Option(names = "--trace-all", description = "With --trace: write all values.")
  private boolean traceAll;

  @Option(names = "--json", description = "Print JSON objects, one on a line, and nothing else on standard output.")
  private boolean json;

  @Option(names = {"-q", "--quiet"}, description = "Show no progress.")
  private boolean quiet;

  @Nullable
  Path save() {
    return save;
  }

  @Nullable
  Path trace() {
    return trace;
  }

  boolean traceAll() {
    return traceAll;
  }

  boolean counts() {
    return counts;
  }

  boolean profile() {
    return profile;
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }
}
