package org.moiety.experiments.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.ConfigTemplate;
import org.moiety.layers.file.AtomicFile;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `moiety config`.
@Command(name = "config", mixinStandardHelpOptions = true, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class, description = "Writes configuration files for moiety party and dealer.",
    subcommands = ConfigCommand.Init.class)
final class ConfigCommand implements Runnable {
  @Spec
  private CommandSpec spec;

  @Override
  public void run() {
    throw Main.needsCommand(spec);
  }

  /// `moiety config init`.
  @Command(name = "init", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
      versionProvider = ManifestVersion.class,
      description = "Writes a configuration with comments, to be filled in: on standard output, or into a new file.")
  static final class Init implements Callable<Integer> {
    @Option(names = "--role", paramLabel = "ROLE", required = true,
        description = "data-owner, model-owner or dealer.")
    private SessionRole role;

    @Option(names = "--out", paramLabel = "FILE", description = "File to make.")
    private @Nullable Path out;

    @Override
    public Integer call() {
      String text = ConfigTemplate.of(role);
      if (out == null) {
        System.out.print(text);
        return 0;
      }
      if (Files.exists(out)) {
        throw new UsageException(out + " exists and is not overwritten");
      }
      AtomicFile.write(out, text.getBytes(StandardCharsets.UTF_8));
      return 0;
    }
  }
}
