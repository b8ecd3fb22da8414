package org.moiety.experiments.cli;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.FixedSeeds;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.Precisions;
import org.moiety.experiments.run.Shell;
import org.moiety.experiments.run.TrainSettings;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import picocli.CommandLine.Option;

/// What is trained, on what, and how long.
final class TrainOptions {
  static final String STROKES = "strokes";
  /// Together less than a minute on two cores, private.
  private static final int STROKES_LIMIT = 12_000;
  private static final int STROKES_TEST_LIMIT = 1_000;
  private static final int MAX_BATCH = 100_000;
  private static final int MAX_DECIMALS = 12;
  private static final BigDecimal MAX_RATE = BigDecimal.valueOf(100);

  @Option(names = "--model", paramLabel = "MODEL",
      description = "shallow, deep, mlp or a JSON file (docs/MODELS.md).%nDefault: shallow.")
  private String model = "shallow";

  @Option(names = "--activation", paramLabel = "KIND",
      description = "How ReLU layers are computed: relu-approx (by a polynomial) or relu (exactly; not on shares).%n"
          + "Default: relu-approx.")
  private Activation activation = Activation.RELU_APPROX;

  @Option(names = "--data", paramLabel = "DATA",
      description = "strokes (generated digits), mnist, or a folder with four IDX files.%nDefault: strokes.")
  private String data = STROKES;

  @Option(names = "--limit", paramLabel = "N",
      description = "Train on the first N examples.%nDefault: all; " + STROKES_LIMIT + " strokes.")
  private @Nullable Integer limit;

  @Option(names = "--test-limit", paramLabel = "N",
      description = "Test on the first N examples; 0 for no test.%nDefault: all; " + STROKES_TEST_LIMIT + " strokes.")
  private @Nullable Integer testLimit;

  @Option(names = "--epochs", paramLabel = "N",
      description = "Passes over the training data.%nDefault: 1.")
  private int epochs = 1;

  @Option(names = "--batch-size", paramLabel = "N",
      description = "Examples per step.%nDefault: 128.")
  private int batchSize = 128;

  @Option(names = "--learning-rate", paramLabel = "RATE",
      description = "Step of stochastic gradient descent.%nDefault: 0.01; 0.1 on strokes, which are harder.")
  private @Nullable BigDecimal learningRate;

  @Option(names = "--seed", paramLabel = "S",
      description = "Fixes initial weights, order, dropout and every mask of the session, so that a run can be "
          + "repeated; the strokes stay the same.%nDefault: 1.")
  private long seed = 1;

  /// @throws UsageException if something cannot be right
  TrainSettings settings(TensorOptions tensors, NetworkOptions network) {
    Engine engine = network.between(tensors.engine(Precision.DEFAULT, FixedSeeds.session(seed)));
    requireVisible(activation, engine);
    requireLimits(limit, testLimit);
    BigDecimal rate = learningRate == null ? defaultRate(data) : learningRate;
    requireTraining(epochs, rate);
    requireBatchSize(batchSize);
    return new TrainSettings(model, modelSpec(model), activation, engine, data, orDefault(limit, STROKES_LIMIT),
        orDefault(testLimit, STROKES_TEST_LIMIT), epochs, batchSize, rate, seed);
  }

  /// @throws UsageException if one of them cannot be right
  static void requireLimits(@Nullable Integer limit, @Nullable Integer testLimit) {
    require("--limit", limit, 1, Integer.MAX_VALUE);
    require("--test-limit", testLimit, 0, Integer.MAX_VALUE);
  }

  /// @throws UsageException if one of them cannot be right
  static void requireTraining(int epochs, BigDecimal rate) {
    require("--epochs", epochs, 1, 1_000_000);
    if (rate.signum() <= 0 || rate.compareTo(MAX_RATE) > 0
        || rate.stripTrailingZeros().scale() > MAX_DECIMALS) {
      throw new UsageException("--learning-rate " + rate + ", expected a number above 0 and up to " + MAX_RATE
          + " with at most " + MAX_DECIMALS + " decimals");
    }
  }

  /// @throws UsageException if it cannot be right
  static void requireBatchSize(int batchSize) {
    require("--batch-size", batchSize, 1, MAX_BATCH);
  }

  static void requireVisible(Activation activation, Engine engine) {
    if (activation == Activation.RELU && engine.encoding() == Encoding.PRIVATE) {
      throw new UsageException("--activation relu needs visible values, but --tensor private has shares only: use "
          + "--activation relu-approx, or --tensor native or public");
    }
  }

  private static void require(String option, @Nullable Integer value, int min, int max) {
    if (value != null && (value < min || value > max)) {
      throw new UsageException(option + " " + value + ", expected "
          + (max == Integer.MAX_VALUE ? "at least " + min : min + " to " + max));
    }
  }

  private static BigDecimal defaultRate(String data) {
    return new BigDecimal(data.equals(STROKES) ? "0.1" : "0.01");
  }

  private @Nullable Integer orDefault(@Nullable Integer given, int strokes) {
    return given == null && data.equals(STROKES) ? (Integer) strokes : given;
  }

  /// The network that `--model` says.
  ///
  /// @throws UsageException if there is none
  static ModelSpec modelSpec(String model) {
    if (ModelSpec.PRESETS.contains(model)) {
      return ModelSpec.preset(model);
    }
    if (!Files.exists(Path.of(model))) {
      throw new UsageException("no model '" + model + "', expected " + String.join(", ", ModelSpec.PRESETS)
          + " or the name of a JSON file");
    }
    return ModelFile.read(Path.of(model));
  }

  /// The command of the public run that gives the same weights as these settings do on shares.
  static String sameWeights(TrainSettings settings) {
    List<String> words = new ArrayList<>(List.of("./moiety", "train", "--tensor", "public", "--rounding", "replay"));
    add(words, "--model", settings.modelArgument(), "shallow");
    add(words, "--data", settings.data(), STROKES);
    boolean strokes = settings.data().equals(STROKES);
    add(words, "--limit", settings.limit(), strokes ? (Integer) STROKES_LIMIT : null);
    add(words, "--test-limit", settings.testLimit(), strokes ? (Integer) STROKES_TEST_LIMIT : null);
    add(words, "--epochs", settings.epochs(), 1);
    add(words, "--batch-size", settings.batchSize(), 128);
    add(words, "--learning-rate", settings.learningRate(), defaultRate(settings.data()));
    add(words, "--seed", settings.seed(), 1L);
    add(words, "--masks", Names.of(settings.engine().protocol().masks()), Names.of(MaskPolicy.FUSED));
    Precision precision = settings.engine().precision();
    add(words, "--precision", Precisions.text(precision), Precisions.text(Precision.DEFAULT));
    add(words, "--integer-bits", precision.integerBits(), Precision.DEFAULT.integerBits());
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, @Nullable Object value, @Nullable Object preset) {
    if (value != null && !value.equals(preset)) {
      words.add(option);
      words.add(Shell.word(value.toString()));
    }
  }
}
