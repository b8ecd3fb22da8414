package org.moiety.experiments.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the experiments of one report are run on.
///
/// @param data as `--data` of `moiety train` takes it
/// @param quick fewer examples: every table and plot in a few minutes
/// @param model a model file that takes the place of the paper's networks, where an experiment allows that; null for none
/// @param out folder of the report
public record Plan(String data, boolean quick, @Nullable String model, Path out) {
  /// Examples that a quick run trains on, and tests on.
  private static final int QUICK_EXAMPLES = 1_280;
  private static final int QUICK_TESTS = 500;

  /// Options of a run with that tensor; on shares like the paper, without MACs.
  static List<String> tensor(String tensor) {
    return tensor.equals("private")
        ? List.of("--tensor", tensor, "--security", "semi-honest")
        : List.of("--tensor", tensor);
  }

  /// Training examples of a run that has no need of all; null for all.
  ///
  /// @param full how many when the run is not quick; null for all
  public @Nullable Integer examples(@Nullable Integer full) {
    return quick ? Integer.valueOf(QUICK_EXAMPLES) : full;
  }

  /// A training run on this data.
  ///
  /// @param id without prefix
  /// @param examples number of training examples when the run is not quick; null for all
  /// @param options of `moiety train`, besides data and limits
  public CommandPiece train(String id, String title, double weight, @Nullable Integer examples, String... options) {
    return train(id, title, weight, examples(examples), false, options);
  }

  /// The same, of which a few steps are enough.
  ///
  /// @param quickExamples number of training examples when the run is quick
  public CommandPiece trainBriefly(String id, String title, double weight, int examples, int quickExamples,
      String... options) {
    return train(id, title, weight, quick ? quickExamples : examples, false, options);
  }

  /// The same, where a training that fails is a result.
  public CommandPiece tryToTrain(String id, String title, double weight, @Nullable Integer examples,
      String... options) {
    return train(id, title, weight, examples(examples), true, options);
  }

  private CommandPiece train(String id, String title, double weight, @Nullable Integer limit, boolean mayFail,
      String... options) {
    List<String> arguments = new ArrayList<>(List.of("train", "--data", data));
    arguments.addAll(List.of(options));
    if (limit != null) {
      arguments.addAll(List.of("--limit", limit.toString()));
    }
    if (quick) {
      arguments.addAll(List.of("--test-limit", Integer.toString(QUICK_TESTS)));
    }
    return new CommandPiece(id, title, quick ? 3 : weight, arguments, mayFail);
  }
}
