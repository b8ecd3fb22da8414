package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.LocalRun;
import org.moiety.experiments.session.Task;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.train.Release;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `moiety local`.
@Command(name = "local", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class, subcommands = LocalPredictCommand.class,
    description = {"Tries out a training between machines on this one.",
        "Starts the dealer and both parties as processes of their own, joined by TLS over the loopback interface, with "
            + "identities in a temporary folder, and shows what the data owner sees.",
        ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety local", "  moiety local --data mnist --limit 6000",
        "  moiety local --ahead", "  moiety local --release none --save digits.shares"})
final class LocalCommand implements Callable<Integer> {
  private static final Set<String> DATA_OWNERS = Set.of("--data", "--limit", "--test-limit", "--json", "--quiet");
  private static final Set<String> OWN = Set.of("--config", "--debug", "--checkpoint", "--save", "--log-file",
      "--ahead");
  /// What strokes are tried out with, as moiety train does.
  private static final Map<String, Integer> STROKES = Map.of("--limit", 12_000, "--test-limit", 1_000);
  private static final String STROKES_RATE = "0.1";

  @Spec
  private CommandSpec spec;

  @ArgGroup(validate = false, heading = "%nThe data owner's data, by default 12,000 strokes:%n")
  private OwnDataOptions data = new OwnDataOptions();

  @ArgGroup(validate = false, heading = "%nWhat all roles are told alike (on strokes the learning rate is 0.1):%n")
  private SessionOptions session = new SessionOptions();

  @ArgGroup(validate = false, heading = "%nHow all roles train, told alike, too:%n")
  private TaskOptions task = new TaskOptions();

  @ArgGroup(validate = false, heading = "%nHow it runs:%n")
  private RoleOptions options = new RoleOptions();

  @Option(names = "--ahead",
      description = "The dealer makes files first and is gone when the parties meet (moiety dealer --to-files).")
  private boolean ahead;

  @Option(names = "--save", paramLabel = "FILE",
      description = "The model owner writes the weights as safetensors (float32), for evaluate and predict; with "
          + "--release none both parties write their shares, into FILE.data-owner and FILE.model-owner.")
  private @Nullable Path save;

  @Option(names = "--checkpoint", paramLabel = "DIR",
      description = "Where --checkpoint-every keeps the shares: each party in a folder of its own in this one.")
  private @Nullable Path checkpoint;

  @Override
  public Integer call() {
    Task.Training training = session.settings(task.training()).training();
    Release release = training.release();
    PartyCommand.checkpoints(training, checkpoint);
    options.threads();
    if (save != null) {
      AtomicFile.check(save);
    }
    List<String> everybody = new ArrayList<>();
    List<String> dataOwner = new ArrayList<>();
    List<String> modelOwner = new ArrayList<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (!OWN.contains(name)) {
        String value = option.typeInfo().isBoolean() ? "true" : option.originalStringValues().getLast();
        (DATA_OWNERS.contains(name) ? dataOwner : everybody).add(name + "=" + value);
      }
    }
    if (save != null && release == Release.NONE) {
      dataOwner.add("--save=" + sharesOf(SessionRole.DATA_OWNER, save));
      modelOwner.add("--save=" + sharesOf(SessionRole.MODEL_OWNER, save));
    } else if (save != null) {
      modelOwner.add("--save=" + save);
    } else if (release == Release.NONE) {
      throw new UsageException("--save is missing: with --release none each party keeps its shares in a file");
    }
    String source = data.source();
    if (source == null) {
      dataOwner.add("--data=" + TrainOptions.STROKES);
    }
    if (source == null || source.equals(TrainOptions.STROKES)) {
      STROKES.forEach((name, value) -> addUnlessSaid(dataOwner, name, value.toString()));
      addUnlessSaid(everybody, "--learning-rate", STROKES_RATE);
    }
    dataOwner.addAll(everybody);
    modelOwner.addAll(everybody);
    List<String> dealer = new ArrayList<>(everybody);
    if (ahead) {
      dealer.addAll(examples(source == null ? TrainOptions.STROKES : source));
    }
    Map<SessionRole, List<String>> arguments = Map.of(SessionRole.DATA_OWNER, dataOwner, SessionRole.MODEL_OWNER,
        modelOwner, SessionRole.DEALER, dealer);
    if (checkpoint != null) {
      Path dataOwners = checkpoint.resolve(Names.of(SessionRole.DATA_OWNER));
      Path modelOwners = checkpoint.resolve(Names.of(SessionRole.MODEL_OWNER));
      dataOwner.add("--checkpoint=" + dataOwners);
      modelOwner.add("--checkpoint=" + modelOwners);
      if (ahead && training.resume()) {
        dealer.add("--batches-done=" + LocalRun.batchesDone(dataOwners, modelOwners));
      }
    }
    options.addLogFiles(arguments);
    return new LocalRun(List.of(), arguments, ahead, System.err::println, Terminal.errMovesCursor()).run();
  }

  /// How many the data owner will have: there is nobody yet to tell the dealer.
  private List<String> examples(String name) {
    boolean strokes = name.equals(TrainOptions.STROKES);
    DataSource source = DataSource.resolve(name, Data.settings());
    Integer limit = strokes ? data.limit(STROKES.get("--limit")) : data.limit(null);
    Integer testLimit = strokes ? data.testLimit(STROKES.get("--test-limit")) : data.testLimit(null);
    int tests = testLimit == null ? source.test().count() : testLimit == 0 ? 0 : source.test(testLimit).count();
    return List.of("--examples=" + (limit == null ? source.train() : source.train(limit)).count(),
        "--test-examples=" + tests);
  }

  /// Where a party's shares go.
  static Path sharesOf(SessionRole role, Path save) {
    return Path.of(save + "." + Names.of(role));
  }

  private static void addUnlessSaid(List<String> words, String name, String value) {
    if (words.stream().noneMatch(word -> word.startsWith(name + "="))) {
      words.add(name + "=" + value);
    }
  }
}
