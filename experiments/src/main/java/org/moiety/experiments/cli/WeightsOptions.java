package org.moiety.experiments.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.FixedSeeds;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.run.TestRun;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.model.Activation;
import picocli.CommandLine.Option;

/// Which saved network to run.
final class WeightsOptions {
  private static final int MAX_BATCH = 100_000;

  @Option(names = "--weights", paramLabel = "FILE", required = true,
      description = "What moiety train --save wrote.")
  private Path weights;

  @Option(names = "--activation", paramLabel = "KIND",
      description = "relu-approx or relu.%nDefault: as it was trained.")
  private @Nullable Activation activation;

  @Option(names = "--batch-size", paramLabel = "N", description = "Examples at a time.%nDefault: 128.")
  private int batchSize = 128;

  @Option(names = "--seed", paramLabel = "S",
      description = "Fixes every mask of the session, so that a run can be repeated.%nDefault: 1.")
  private long seed = 1;

  /// @throws UsageException if something cannot be right
  TestRun run(TensorOptions tensors) {
    if (batchSize < 1 || batchSize > MAX_BATCH) {
      throw new UsageException("--batch-size " + batchSize + ", expected 1 to " + MAX_BATCH);
    }
    SavedModel saved = SavedModel.read(weights);
    Engine engine = tensors.engine(saved.precision(), FixedSeeds.session(seed));
    Activation used = activation == null ? saved.activation() : activation;
    TrainOptions.requireVisible(used, engine);
    return new TestRun(saved, used, engine, batchSize);
  }
}
