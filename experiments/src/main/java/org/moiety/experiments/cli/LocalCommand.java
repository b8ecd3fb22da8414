package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.Shell;
import org.moiety.experiments.session.LocalRun;
import org.moiety.experiments.session.LocalRun.Member;
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
            + "identities in a temporary folder, and shows what the data owner sees. Several data owners (--data-owners) "
            + "have a part of the data each; the first one's view is shown.",
        ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety local", "  moiety local --data mnist --limit 6000",
        "  moiety local --ahead", "  moiety local --release none --save digits.shares",
        "  moiety local --data-owners 3 --schedule epochs"})
final class LocalCommand implements Callable<Integer> {
  private static final Set<String> DATA_OWNERS = Set.of("--data", "--limit", "--test-limit", "--part", "--json",
      "--quiet");
  private static final Set<String> OWN = Set.of("--config", "--debug", "--checkpoint", "--save", "--log-file",
      "--ahead");
  /// What a prediction must be told as its training was.
  private static final Set<String> OF_A_NETWORK = Set.of("--model", "--security", "--masks", "--truncation",
      "--precision", "--integer-bits");
  /// Of the data owner that is shown.
  private static final Set<String> SHOWN = Set.of("--json", "--quiet");
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
          + "--release none both parties write their shares, into FILE.data-owner and FILE.model-owner; of several data "
          + "owners the second into FILE.data-owner.2, and the model owner what goes with it into FILE.model-owner.2.")
  private @Nullable Path save;

  @Option(names = "--checkpoint", paramLabel = "DIR",
      description = "Where --checkpoint-every keeps the shares: each party in a folder of its own in this one.")
  private @Nullable Path checkpoint;

  @Override
  public Integer call() {
    Task.Training training = session.settings(task.training()).training();
    Release release = training.release();
    PartyCommand.requirePlaces(training, save, checkpoint);
    options.threads();
    if (save != null) {
      AtomicFile.check(save);
    }
    if (ahead) {
      AheadOptions.requireOne(training, "--ahead");
    }
    LocalWords said = LocalWords.of(spec, OWN, DATA_OWNERS);
    List<String> everybody = said.everybody();
    List<String> dataOwners = said.dataOwners();
    List<String> modelOwner = new ArrayList<>();
    if (save != null) {
      modelOwner.add(
          "--save=" + (release == Release.NONE ? sharesOf(Member.of(SessionRole.MODEL_OWNER), save) : save));
    }
    String source = data.source();
    if (source == null) {
      dataOwners.add("--data=" + TrainOptions.STROKES);
    }
    if (source == null || source.equals(TrainOptions.STROKES)) {
      STROKES.forEach((name, value) -> addUnlessSaid(dataOwners, name, value.toString()));
      addUnlessSaid(everybody, "--learning-rate", STROKES_RATE);
    }
    dataOwners.addAll(everybody);
    modelOwner.addAll(everybody);
    List<String> dealer = new ArrayList<>(everybody);
    if (ahead) {
      dealer.addAll(examples(source == null ? TrainOptions.STROKES : source));
    }
    Map<Member, List<String>> arguments = new LinkedHashMap<>();
    arguments.put(Member.of(SessionRole.MODEL_OWNER), modelOwner);
    arguments.put(Member.of(SessionRole.DEALER), dealer);
    for (Member member : dataOwners(training.hub())) {
      List<String> words = new ArrayList<>(dataOwners);
      if (member.number() > 1) {
        words.removeIf(word -> SHOWN.contains(word.substring(0, word.indexOf('='))));
      }
      if (training.hub() != null) {
        addUnlessSaid(words, "--part", member.number() + "/" + training.hub().dataOwners());
      }
      if (save != null && release == Release.NONE) {
        words.add("--save=" + sharesOf(member, save));
      }
      arguments.put(member, words);
    }
    if (checkpoint != null) {
      arguments.forEach((member, words) -> {
        if (member.role() != SessionRole.DEALER) {
          words.add("--checkpoint=" + checkpoint.resolve(member.name()));
        }
      });
      if (ahead && training.resume()) {
        dealer.add("--batches-done=" + LocalRun.batchesDone(checkpoint.resolve(Names.of(SessionRole.DATA_OWNER)),
            checkpoint.resolve(Names.of(SessionRole.MODEL_OWNER))));
      }
    }
    options.addThreads(arguments, ahead);
    options.addLogFiles(arguments);
    LocalRun run = new LocalRun(List.of(), arguments, ahead, System.err::println, Terminal.errMovesCursor());
    int code = run.run();
    if (code == 0 && training.hub() != null && !options.json()) {
      printOthers(run);
    }
    if (code == 0 && save != null && release == Release.NONE && !options.json()) {
      System.out.printf("%nTo use it, with both parties' shares:%n  %s%n", predicting(training.hub(), save));
    }
    return code;
  }

  /// The command that uses what `--release none` leaves.
  private String predicting(Task.@Nullable Hub hub, Path shares) {
    List<String> words = new ArrayList<>(List.of("./moiety", "local", "predict", "--weights", shares.toString()));
    if (hub != null) {
      words.addAll(List.of("--with", "1"));
    }
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (OF_A_NETWORK.contains(option.longestName())) {
        words.addAll(List.of(option.longestName(), option.originalStringValues().getLast()));
      }
    }
    return words.stream().map(Shell::word).collect(Collectors.joining(" ")) + " IMAGE";
  }

  private static List<Member> dataOwners(Task.@Nullable Hub hub) {
    return hub == null
        ? List.of(Member.of(SessionRole.DATA_OWNER))
        : IntStream.rangeClosed(1, hub.dataOwners()).mapToObj(i -> new Member(SessionRole.DATA_OWNER, i)).toList();
  }

  /// What the other data owners have of it.
  private static void printOthers(LocalRun run) {
    System.out.println();
    run.summaries().entrySet().stream().filter(one -> one.getKey().role() == SessionRole.DATA_OWNER)
        .sorted(Comparator.comparingInt(one -> one.getKey().number())).forEach(one -> {
          JsonNode accuracy = one.getValue().path("testAccuracy");
          System.out.printf(Locale.ROOT, "  data owner %d    %,d examples%s%n", one.getKey().number(),
              one.getValue().path("examples").asInt(),
              accuracy.isNumber()
                  ? String.format(Locale.ROOT, ", test accuracy %.2f %% of %,d examples", 100 * accuracy.asDouble(),
                      one.getValue().path("testExamples").asInt())
                  : "");
        });
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
  static Path sharesOf(Member member, Path save) {
    return Path.of(save + "." + member.name());
  }

  private static void addUnlessSaid(List<String> words, String name, String value) {
    if (words.stream().noneMatch(word -> word.startsWith(name + "="))) {
      words.add(name + "=" + value);
    }
  }
}
