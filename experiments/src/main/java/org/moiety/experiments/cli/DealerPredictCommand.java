package org.moiety.experiments.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.session.Task;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `moiety dealer predict`.
@Command(name = "predict", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Makes the random masks for a prediction of two parties (moiety party predict).",
        "A configuration for moiety dealer serves here, too.", ""},
    footerHeading = "%nExamples:%n", footer = "  moiety dealer predict --config dealer.toml")
final class DealerPredictCommand implements Callable<Integer> {
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
    options.predict(peers.settings(SessionRole.DEALER, session.settings(new Task.Prediction()), with,
        options.threads()), null, null, false);
    return 0;
  }
}
