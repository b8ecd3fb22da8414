package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.moiety.experiments.report.AheadReport;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.ProcessCosts;
import org.moiety.experiments.report.Progress;
import org.moiety.experiments.session.AheadRun;
import org.moiety.experiments.session.SessionSettings;
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
        "  moiety dealer --config dealer.toml",
        "  moiety dealer --config dealer.toml --to-files ahead --examples 60000 --test-examples 10000"})
final class DealerCommand implements Callable<Integer> {
  @ArgGroup(validate = false, heading = "%nThe other roles:%n")
  private PeerOptions peers = new PeerOptions();

  @ArgGroup(validate = false, heading = "%nWhat all roles must be told alike:%n")
  private SessionOptions session = new SessionOptions();

  @ArgGroup(validate = false, heading = "%nHow all roles train, told alike, too:%n")
  private TaskOptions task = new TaskOptions();

  @ArgGroup(validate = false, heading = "%nHow it runs:%n")
  private RoleOptions options = new RoleOptions();

  @ArgGroup(validate = false, heading = "%nAhead, for parties that use it without a dealer (moiety party "
      + "--preprocessing):%n")
  private AheadOptions ahead = new AheadOptions();

  @Override
  public Integer call() {
    SessionSettings agreed = session.settings(task.training(peers.named()));
    Path folder = ahead.folder();
    if (folder != null) {
      AheadOptions.requireOne(agreed.training(), "--to-files");
      AheadRun run = new AheadRun(agreed, ManifestVersion.number(), ahead.examples(), ahead.testExamples(),
          ahead.batchesDone(agreed.training()), folder, options.threads());
      AheadRun.Result result = run.run(options.quiet()
          ? (bytes, of) -> {
          }
          : new Progress(System.err, Terminal.errMovesCursor()).bytesWritten());
      if (options.json()) {
        new JsonLines(Terminal.utf8Out()).print(AheadReport.summary(run, result, ProcessCosts.now()));
      } else {
        AheadReport.print(System.out, run, result, ProcessCosts.now());
      }
      return 0;
    }
    peers.requireNamed(SessionRole.DEALER, agreed.hub());
    options.train(peers.settings(SessionRole.DEALER, agreed, SessionRole.DEALER.others(), options.threads()), null);
    return 0;
  }
}
