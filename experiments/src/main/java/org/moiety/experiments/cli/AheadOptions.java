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

  @Option(names = "--batches-done", paramLabel = "N",
      description = "With --resume: how many batches the last checkpoint of both parties is after, which its name says.")
  private @Nullable Integer batchesDone;

  /// Null where nothing is to be made ahead.
  ///
  /// @throws UsageException if something is missing, or too much
  @Nullable
  Path folder() {
    if (folder == null && (examples != null || testExamples != null || batchesDone != null)) {
      throw new UsageException(
          "--examples, --test-examples and --batches-done are for --to-files: else the parties say it");
    }
    if (folder != null && (examples == null || examples < 1)) {
      throw new UsageException("--to-files needs --examples, how many the data owner trains on: 1 or more");
    }
    if (testExamples != null && testExamples < 0) {
      throw new UsageException("--test-examples " + testExamples + ", expected 0 or more");
    }
    return folder;
  }

  /// Where a training begins.
  ///
  /// @throws UsageException if it goes on from a checkpoint, and it is not said from which
  int batchesDone(Task.Training training) {
    if (training.resume() != (batchesDone != null)) {
      throw new UsageException(training.resume()
          ? "--to-files with --resume needs --batches-done, after how many the parties' last common checkpoint is"
          : "--batches-done is for --resume: a new training has done none");
    }
    if (batchesDone != null && batchesDone < 0) {
      throw new UsageException("--batches-done " + batchesDone + ", expected 0 or more");
    }
    return batchesDone == null ? 0 : batchesDone;
  }

  /// @throws UsageException if the training has several data owners
  static void requireOne(Task.Training training, String option) {
    if (training.hub() != null) {
      throw new UsageException(option + " is for one data owner: several train with a dealer that is there");
    }
  }

  int examples() {
    return examples == null ? 0 : examples;
  }

  int testExamples() {
    return testExamples == null ? 0 : testExamples;
  }
}
