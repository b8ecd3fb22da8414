package org.moiety.experiments.cli;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.SessionSettings;
import org.moiety.experiments.session.Task;
import picocli.CommandLine.Option;

/// What all roles of a session must be told alike.
final class SessionOptions {
  @Option(names = "--model", paramLabel = "MODEL",
      description = "shallow, deep, mlp or a JSON file (docs/MODELS.md).%nDefault: shallow.")
  private String model = "shallow";

  @Option(names = "--batch-size", paramLabel = "N", description = "Examples at a time.%nDefault: 128.")
  private int batchSize = 128;

  @Option(names = "--masks", paramLabel = "POLICY", description = "fused, reuse or fresh.%nDefault: fused.")
  private MaskPolicy masks = MaskPolicy.FUSED;

  @Option(names = "--truncation", paramLabel = "METHOD", description = "masked or local.%nDefault: masked.")
  private TruncationMethod truncation = TruncationMethod.MASKED;

  @Option(names = "--security", paramLabel = "LEVEL",
      description = "malicious (every opened value is checked by MACs) or semi-honest (both parties follow the "
          + "protocol).%nDefault: malicious.")
  private @Nullable Security security;

  @Option(names = "--precision", paramLabel = "DIGITS",
      description = "Fixed-point fraction: 24 is 24 bits, 7d is 7 decimal digits.%nDefault: 24.")
  private @Nullable String precision;

  @Option(names = "--integer-bits", paramLabel = "N", description = "Values must stay below 2^N.%nDefault: 12.")
  private @Nullable Integer integerBits;

  @Option(names = "--insecure-seed", paramLabel = "S",
      description = "INSECURE, for tests: all secrets of the session follow from this number, as those of moiety train "
          + "--seed do.%nDefault: secrets come from the system.")
  private @Nullable Long insecureSeed;

  /// @throws UsageException if something cannot be right
  SessionSettings settings(Task task) {
    TrainOptions.requireBatchSize(batchSize);
    return new SessionSettings(TrainOptions.modelSpec(model), TensorOptions.protocol(masks, truncation, security),
        TensorOptions.format(precision, integerBits, Precision.DEFAULT), batchSize, task, insecureSeed);
  }
}
