package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.SessionSettings;
import org.moiety.experiments.session.Task;
import org.moiety.layers.train.Release;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `moiety party`.
@Command(name = "party", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class, subcommands = PartyPredictCommand.class,
    description = {"Trains a network on secret shares as one of two parties, each on a machine of its own.",
        "The data owner brings images and labels, the model owner the initial weights; the dealer (moiety dealer) "
            + "makes the random masks. All speak TLS 1.3 and know each other by their fingerprints. docs/DEPLOY.md "
            + "goes through it; moiety local tries it out on one machine.",
        ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety config init --role data-owner --out owner.toml",
        "  moiety party --config owner.toml",
        "  moiety party --config owner.toml --data my-folder --epochs 3"})
final class PartyCommand implements Callable<Integer> {
  @Option(names = "--role", paramLabel = "ROLE", description = "data-owner or model-owner.")
  private @Nullable SessionRole role;

  @ArgGroup(validate = false, heading = "%nThe data owner's data:%n")
  private OwnDataOptions data = new OwnDataOptions();

  @Option(names = "--preprocessing", paramLabel = "FILE",
      description = "What moiety dealer --to-files made for this party, used once; no dealer is there then.")
  private @Nullable Path preprocessing;

  @ArgGroup(validate = false, heading = "%nThe other roles:%n")
  private PeerOptions peers = new PeerOptions();

  @ArgGroup(validate = false, heading = "%nWhat all roles must be told alike:%n")
  private SessionOptions session = new SessionOptions();

  @ArgGroup(validate = false, heading = "%nHow all roles train, told alike, too:%n")
  private TaskOptions task = new TaskOptions();

  @ArgGroup(validate = false, heading = "%nHow it runs:%n")
  private RoleOptions options = new RoleOptions();

  @Option(names = "--save", paramLabel = "FILE",
      description = "Write the weights, where they are learned, as safetensors (float32), for evaluate and predict; with "
          + "--release none this party's shares of them, for party predict.")
  private @Nullable Path save;

  @Option(names = "--checkpoint", paramLabel = "DIR",
      description = "Where --checkpoint-every keeps this party's shares; the last two stay. Nobody but the owner may read "
          + "them.")
  private @Nullable Path checkpoint;

  @Override
  public Integer call() {
    SessionRole own = role;
    if (own == null || own == SessionRole.DEALER) {
      throw new UsageException(own == null
          ? "--role is missing, expected data-owner or model-owner"
          : "--role dealer is moiety dealer; expected data-owner or model-owner");
    }
    SessionSettings agreed = session.settings(task.training(peers.named()));
    requirePlaces(agreed.training(), save, checkpoint);
    requireLearned(own, agreed.training().release());
    peers.requireNamed(own, agreed.hub());
    if (preprocessing != null) {
      AheadOptions.requireOne(agreed.training(), "--preprocessing");
    }
    List<SessionRole> others = own.others().stream()
        .filter(other -> preprocessing == null || other != SessionRole.DEALER).toList();
    options.train(peers.settings(own, agreed, others, options.threads()).with(data.of(own), checkpoint,
        preprocessing == null ? null : peers.preprocessing(preprocessing)), save);
    return 0;
  }

  /// @throws UsageException if there is something to keep and no place for it, or a place and nothing to keep
  static void requirePlaces(Task.Training training, @Nullable Path save, @Nullable Path checkpoint) {
    if (training.release() == Release.NONE && save == null) {
      throw new UsageException("--save is missing: with --release none each party keeps its shares in a file");
    }
    if (checkpoint == null && training.checkpointEvery() > 0) {
      throw new UsageException("--checkpoint-every, and no --checkpoint: in which folder?");
    }
    if (checkpoint != null && training.checkpointEvery() == 0) {
      throw new UsageException("--checkpoint " + checkpoint + ", and no --checkpoint-every: after how many batches?");
    }
  }

  /// @throws UsageException if weights are to be saved that this role does not learn
  private void requireLearned(SessionRole own, Release release) {
    if (save != null && release != Release.NONE && !release.includes(own.party())) {
      throw new UsageException("--save " + save + " at the " + own.title() + ", which does not learn the weights: they "
          + "are released to the " + Names.of(release).replace('-', ' '));
    }
  }
}
