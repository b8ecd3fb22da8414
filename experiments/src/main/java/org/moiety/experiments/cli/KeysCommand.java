package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.moiety.engine.channel.Identity;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.session.KeyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `moiety keys`.
@Command(name = "keys", mixinStandardHelpOptions = true, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Makes and shows the identity of a role: a private key and a certificate.",
        "The other roles know it by its fingerprint, the SHA-256 of the certificate."},
    subcommands = {KeysCommand.Create.class, KeysCommand.Show.class})
final class KeysCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw Main.needsCommand(spec);
  }

  /// `moiety keys create`.
  @Command(name = "create", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
      versionProvider = ManifestVersion.class,
      description = {"Makes a new identity and prints its fingerprint, which the other roles need.",
          "The folder gets identity.key, which only you may read and which never leaves this machine, and "
              + "identity.crt. An identity that is there already is not overwritten."})
  static final class Create implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder to make, or an empty one.")
    private Path out;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
      print(out, new KeyFolder(out).create(), json);
      return 0;
    }
  }

  /// `moiety keys show`.
  @Command(name = "show", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
      versionProvider = ManifestVersion.class, description = "Prints the fingerprint of an identity.")
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "What moiety keys create made.")
    private Path folder;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
      print(folder, new KeyFolder(folder).read(), json);
      return 0;
    }
  }

  private static void print(Path folder, Identity identity, boolean json) {
    String fingerprint = identity.fingerprint().toString();
    if (json) {
      new JsonLines(Terminal.utf8Out())
          .print(JsonLines.event("identity").put("folder", folder.toString()).put("fingerprint", fingerprint));
    } else {
      System.out.println(fingerprint);
    }
  }
}
