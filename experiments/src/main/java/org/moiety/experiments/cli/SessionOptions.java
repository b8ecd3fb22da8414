package org.moiety.experiments.cli;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.SessionSettings;
import org.moiety.experiments.session.Task;
import org.moiety.layers.train.Release;
import picocli.CommandLine.Option;

/// What all roles of a session must be told alike.
final class SessionOptions {
  @Option(names = "--model", paramLabel = "MODEL",
      description = "shallow, deep, mlp or a JSON file (docs/MODELS.md).%nDefault: shallow.")
  private String model = "shallow";

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training data.%nDefault: 1.")
  private int epochs = 1;

  @Option(names = "--batch-size", paramLabel = "N", description = "Examples per step.%nDefault: 128.")
  private int batchSize = 128;

  @Option(names = "--learning-rate", paramLabel = "RATE",
      description = "Step of stochastic gradient descent.%nDefault: 0.01.")
  private BigDecimal learningRate = new BigDecimal("0.01");

  @Option(names = "--seed", paramLabel = "S",
      description = "Fixes the order of examples and dropout, which are public; no secret follows from it.%nDefault: 1.")
  private long seed = 1;

  @Option(names = "--release", paramLabel = "TO",
      description = "Who learns the trained weights: model-owner or both.%nDefault: model-owner.")
  private Release release = Release.MODEL_OWNER;

  @Option(names = "--masks", paramLabel = "POLICY", description = "fused, reuse or fresh.%nDefault: fused.")
  private MaskPolicy masks = MaskPolicy.FUSED;

  @Option(names = "--truncation", paramLabel = "METHOD", description = "masked or local.%nDefault: masked.")
  private TruncationMethod truncation = TruncationMethod.MASKED;

  @Option(names = "--security", paramLabel = "LEVEL",
      description = "semi-honest (both parties follow the protocol) or malicious (every opened value is checked by "
          + "MACs).%nDefault: semi-honest.")
  private @Nullable Security security;

  @Option(names = "--precision", paramLabel = "DIGITS",
      description = "Fixed-point fraction: 24 is 24 bits, 7d is 7 decimal digits.%nDefault: 24.")
  private @Nullable String precision;

  @Option(names = "--integer-bits", paramLabel = "N", description = "Values must stay below 2^N.%nDefault: 12.")
  private @Nullable Integer integerBits;

  @Option(names = "--checkpoint-every", paramLabel = "N",
      description = "Keep the state after every N batches and after every epoch, each party its shares in its "
          + "--checkpoint folder.%nDefault: never.")
  private @Nullable Integer checkpointEvery;

  @Option(names = "--resume",
      description = "Go on from the last checkpoint that both parties have, in a session with new masks.")
  private boolean resume;

  @Option(names = "--insecure-seed", paramLabel = "S",
      description = "INSECURE, for tests: all secrets of the session follow from this number, as those of moiety train "
          + "--seed do.%nDefault: secrets come from the system.")
  private @Nullable Long insecureSeed;

  /// @throws UsageException if something cannot be right
  SessionSettings settings() {
    TrainOptions.requireTraining(epochs, batchSize, learningRate);
    if (checkpointEvery != null && checkpointEvery < 1) {
      throw new UsageException("--checkpoint-every " + checkpointEvery + ", expected a number of batches");
    }
    if (resume && checkpointEvery == null) {
      throw new UsageException("--resume goes on from checkpoints, and needs --checkpoint-every");
    }
    return new SessionSettings(TrainOptions.modelSpec(model), TensorOptions.protocol(masks, truncation, security),
        TensorOptions.format(precision, integerBits, Precision.DEFAULT), batchSize,
        new Task.Training(epochs, learningRate, seed, release, checkpointEvery == null ? 0 : checkpointEvery, resume),
        insecureSeed);
  }
}
