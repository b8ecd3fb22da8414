package org.moiety.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.LocalRun;
import org.moiety.experiments.session.LocalRun.Member;
import org.moiety.experiments.session.Task;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `moiety local predict`.
@Command(name = "predict", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Tries out a prediction between machines on this one.",
        "Starts the dealer and both parties as moiety local does, and shows what the data owner sees.", ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety local predict --weights digits.shares four.png",
        "  moiety local predict --weights digits.safetensors four.png"})
final class LocalPredictCommand implements Callable<Integer> {
  private static final Set<String> DATA_OWNERS = Set.of("--limit", "--probabilities", "--json", "--quiet");
  private static final Set<String> OWN = Set.of("--log-file", "--config", "--debug", "--weights", "--with");

  @Spec
  private CommandSpec spec;

  @Option(names = "--weights", paramLabel = "FILE", required = true,
      description = "The model owner's weights; or where FILE.data-owner and FILE.model-owner are, as moiety local "
          + "--release none leaves them, both parties' shares.")
  private Path weights;

  @Option(names = "--with", paramLabel = "K",
      description = "With the shares of the K-th of several data owners, as moiety local --data-owners leaves them.")
  private @Nullable Integer with;

  @Mixin
  private PictureOptions pictures = new PictureOptions();

  @ArgGroup(validate = false, heading = "%nWhat all roles are told alike:%n")
  private SessionOptions session = new SessionOptions();

  @ArgGroup(validate = false, heading = "%nHow it runs:%n")
  private RoleOptions options = new RoleOptions();

  @Override
  public Integer call() {
    pictures.of(SessionRole.DATA_OWNER, session.settings(new Task.Prediction()).model());
    options.threads();
    LocalWords said = LocalWords.of(spec, OWN, DATA_OWNERS);
    List<String> everybody = said.everybody();
    List<String> dataOwner = said.dataOwners();
    List<String> modelOwner = new ArrayList<>(everybody);
    dataOwner.addAll(everybody);
    if (with == null && Files.exists(weights)) {
      modelOwner.add("--weights=" + weights);
    } else {
      modelOwner.add("--weights=" + existing(modelOwners(with)));
      dataOwner.add("--weights="
          + existing(LocalCommand.sharesOf(new Member(SessionRole.DATA_OWNER, with == null ? 0 : with), weights)));
    }
    dataOwner.addAll(pictures.files());
    Map<Member, List<String>> arguments = Map.of(Member.of(SessionRole.DATA_OWNER), dataOwner,
        Member.of(SessionRole.MODEL_OWNER), modelOwner, Member.of(SessionRole.DEALER), everybody);
    options.addThreads(arguments, false);
    options.addLogFiles(arguments);
    return new LocalRun(List.of("predict"), arguments, false, System.err::println, Terminal.errMovesCursor()).run();
  }

  /// Where the model owner's shares are that fit a data owner's.
  private Path modelOwners(@Nullable Integer dataOwner) {
    return RoleSession.sharesOf(dataOwner == null ? "" : dataOwner.toString(),
        LocalCommand.sharesOf(Member.of(SessionRole.MODEL_OWNER), weights));
  }

  /// @throws UsageException if there is no such file; says which there are
  private Path existing(Path shares) {
    if (Files.exists(shares)) {
      return shares;
    }
    int dataOwners = 0;
    while (Files.exists(modelOwners(dataOwners + 1))) {
      dataOwners++;
    }
    if (dataOwners > 0) {
      throw new UsageException(
          weights + " are shares of " + dataOwners + " data owners: --with says which, 1 to " + dataOwners);
    }
    throw new UsageException(with == null ? weights + ": no such file, and no " + shares : shares + ": no such file");
  }
}
