package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Pictures;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.SessionSettings;
import org.moiety.experiments.session.Task;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `moiety party predict`.
@Command(name = "predict", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Classifies the data owner's images on secret shares, as one of two parties.",
        "The network is the model owner's, or both parties have shares of it (--release none) and it works only while "
            + "both take part. The data owner alone learns the classes; the dealer runs moiety dealer predict. A "
            + "configuration for moiety party serves here, too.",
        ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety party predict --config owner.toml four.png seven.png",
        "  moiety party predict --config owner.toml --weights my.shares four.png",
        "  moiety party predict --config model.toml --weights weights.safetensors"})
final class PartyPredictCommand implements Callable<Integer> {
  @Option(names = "--role", paramLabel = "ROLE", required = true, description = "data-owner or model-owner.")
  private SessionRole role;

  @Option(names = "--weights", paramLabel = "FILE",
      description = "This party's shares of the network, from a training with --release none; or at the model owner "
          + "the weights themselves.")
  private @Nullable Path weights;

  @Mixin
  private PictureOptions pictures = new PictureOptions();

  @Option(names = "--with", paramLabel = "NAME",
      description = "With which data owner, where the configuration names several.")
  private @Nullable String with;

  @ArgGroup(validate = false, heading = "%nThe other roles:%n")
  private PeerOptions peers = new PeerOptions();

  @ArgGroup(validate = false, heading = "%nWhat all roles must be told alike:%n")
  private SessionOptions session = new SessionOptions();

  @ArgGroup(validate = false, heading = "%nHow it runs:%n")
  private RoleOptions options = new RoleOptions();

  @Override
  public Integer call() {
    if (role == SessionRole.DEALER) {
      throw new UsageException("--role dealer is moiety dealer predict; expected data-owner or model-owner");
    }
    if (role == SessionRole.MODEL_OWNER && weights == null) {
      throw new UsageException("--weights is missing: the model owner's network, or its shares of one");
    }
    SessionSettings agreed = session.settings(new Task.Prediction());
    Pictures own = pictures.of(role, agreed.model());
    options.predict(peers.settings(role, agreed, with, options.threads()), own, weights,
        pictures.probabilities());
    return 0;
  }
}
