package org.moiety.experiments.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.Task;
import picocli.CommandLine.Option;

/// For a dealer that makes its part before the parties meet: nobody announces the data to it, so it is told.
final class AheadOptions {
  @Option(names = "--to-files", paramLabel = "DIR",
      description = "Write what each party needs into DIR/data-owner.preprocessing and "
          + "DIR/model-owner.preprocessing, and wait for nobody.")
  private @Nullable Path folder;

  @Option(names = "--examples", paramLabel = "N", description = "How many the data owner trains on.")
  private @Nullable Integer examples;

  @Option(names = "--test-examples", paramLabel = "N",
      description = "How many the data owner tests on.%nDefault: 0, no test.")
  private @Nullable Integer testExamples;

  /// Null where nothing is to be made ahead.
  ///
  /// @throws UsageException if something is missing, or too much
  @Nullable
  Path folder() {
    if (folder == null && (examples != null || testExamples != null)) {
      throw new UsageException("--examples and --test-examples are for --to-files: else the data owner says it");
    }
    if (folder != null && (examples == null || examples < 1)) {
      throw new UsageException("--to-files needs --examples, how many the data owner trains on: 1 or more");
    }
    if (testExamples != null && testExamples < 0) {
      throw new UsageException("--test-examples " + testExamples + ", expected 0 or more");
    }
    return folder;
  }

  /// @throws UsageException if the training goes on from a checkpoint, of which a dealer hears when it meets the parties
  static void requireNew(Task.Training training, String option) {
    if (training.resume()) {
      throw new UsageException(option + " is for a new training: one goes on with a dealer that is there");
    }
  }

  int examples() {
    return examples == null ? 0 : examples;
  }

  int testExamples() {
    return testExamples == null ? 0 : testExamples;
  }
}
