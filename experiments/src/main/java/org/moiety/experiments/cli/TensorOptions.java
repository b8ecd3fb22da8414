package org.moiety.experiments.cli;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Precisions;
import org.moiety.experiments.run.Rounding;
import org.moiety.experiments.run.UsageException;
import picocli.CommandLine.Option;

/// How tensors are held and computed on.
final class TensorOptions {
  private static final int MAX_THREADS = 1024;

  @Option(names = "--tensor", paramLabel = "ENCODING",
      description = "native (floats), public (field elements in the clear) or private (secret shares).%n"
          + "Default: private.")
  private Encoding tensor = Encoding.PRIVATE;

  @Option(names = "--masks", paramLabel = "POLICY",
      description = "When secrets are masked and opened: fused (once, at birth), reuse or fresh (SV18's optimised "
          + "and baseline protocols).%nDefault: fused.")
  private MaskPolicy masks = MaskPolicy.FUSED;

  @Option(names = "--truncation", paramLabel = "METHOD",
      description = "masked (opened under a uniform mask) or local (each party divides its share, as SV18's code "
          + "does).%nDefault: masked.")
  private TruncationMethod truncation = TruncationMethod.MASKED;

  @Option(names = "--security", paramLabel = "LEVEL",
      description = "With --tensor private: malicious (every opened value is checked by MACs) or semi-honest (both "
          + "parties follow the protocol, as --masks reuse and fresh and --truncation local need it).%n"
          + "Default: malicious.")
  private @Nullable Security security;

  @Option(names = "--rounding", paramLabel = "RULE",
      description = "With --tensor public: floor, or replay (round as the private run with the same seed does, so "
          + "that the results agree bit for bit).%nDefault: floor.")
  private @Nullable Rounding rounding;

  @Option(names = "--precision", paramLabel = "DIGITS",
      description = "Fixed-point fraction: 24 is 24 bits, 7d is 7 decimal digits.%nDefault: 24.")
  private @Nullable String precision;

  @Option(names = "--integer-bits", paramLabel = "N",
      description = "Values must stay below 2^N.%nDefault: 12.")
  private @Nullable Integer integerBits;

  @Option(names = "--threads", paramLabel = "N", description = "Processors to use.%nDefault: all.")
  private @Nullable Integer threads;

  Encoding tensor() {
    return tensor;
  }

  /// @param preset format where none is given
  /// @throws UsageException if options contradict each other
  Engine engine(Precision preset, Seed session) {
    if (rounding != null && tensor != Encoding.PUBLIC) {
      throw new UsageException(
          "--rounding is for --tensor public; private shares round by their masks, floats by IEEE");
    }
    if (rounding == Rounding.REPLAY && truncation == TruncationMethod.LOCAL) {
      throw new UsageException(
          "--rounding replay needs --truncation masked; local truncation rounds by the shares, which a public run has not");
    }
    if (security != null && tensor != Encoding.PRIVATE) {
      throw new UsageException("--security is for --tensor private; nothing is secret where nothing is shared");
    }
    Security level = tensor == Encoding.PRIVATE ? security : Security.SEMI_HONEST;
    return new Engine(tensor, protocol(masks, truncation, level), rounding == null ? Rounding.FLOOR : rounding,
        format(precision, integerBits, preset), threads(threads), session);
  }

  /// @throws UsageException if there is no such protocol
  static Protocol protocol(MaskPolicy masks, TruncationMethod truncation, @Nullable Security security) {
    Security level = security == null ? Security.MALICIOUS : security;
    if (level == Security.MALICIOUS && (masks != MaskPolicy.FUSED || truncation != TruncationMethod.MASKED)) {
      throw new UsageException(
          "--security malicious, the default, needs --masks fused and --truncation masked; the paper's protocols "
              + "have no MACs: they take --security semi-honest");
    }
    return new Protocol(masks, truncation, level);
  }

  /// @throws UsageException if it is not a number of processors
  static int threads(@Nullable Integer given) {
    if (given != null && (given < 1 || given > MAX_THREADS)) {
      throw new UsageException("--threads " + given + ", expected 1 to " + MAX_THREADS);
    }
    return given == null ? Runtime.getRuntime().availableProcessors() : given;
  }

  /// @throws UsageException if there is no such format
  static Precision format(@Nullable String digits, @Nullable Integer integerBits, Precision preset) {
    return digits == null && integerBits == null
        ? preset
        : Precisions.parse(digits == null ? Precisions.text(preset) : digits,
            integerBits == null ? preset.integerBits() : integerBits);
  }
}
