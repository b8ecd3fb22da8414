package org.moiety.experiments.cli;

import java.util.concurrent.Callable;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/// `moiety dealer`.
@Command(name = "dealer", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class, subcommands = DealerPredictCommand.class,
    description = {"Makes the random masks for a training of two parties (moiety party).",
        "It sees neither images nor weights nor what the parties open, and both must trust it not to work together "
            + "with the other.",
        ""},
    footerHeading = "%nExamples:%n", footer = {"  moiety config init --role dealer --out dealer.toml",
        "  moiety dealer --config dealer.toml"})
final class DealerCommand implements Callable<Integer> {
  @ArgGroup(validate = false, heading = "%nThe other roles:%n")
  private PeerOptions peers = new PeerOptions();

  @ArgGroup(validate = false, heading = "%nWhat all roles must be told alike:%n")
  private SessionOptions session = new SessionOptions();

  @ArgGroup(validate = false, heading = "%nHow all roles train, told alike, too:%n")
  private TaskOptions task = new TaskOptions();

  @ArgGroup(validate = false, heading = "%nHow it runs:%n")
  private RoleOptions options = new RoleOptions();

  @Override
  public Integer call() {
    RoleSettings settings = new RoleSettings(SessionRole.DEALER, session.settings(task.training()), peers.identity(),
        peers.listen(),
        peers.peers(SessionRole.DEALER), peers.timeouts(), null, null, options.threads());
    options.logged(SessionRole.DEALER,
        log -> new RoleSession(settings, options.json(), options.quiet(), log).run(null));
    return 0;
  }
}
