package org.moiety.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.ProcessCosts;
import org.moiety.experiments.run.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `moiety batch`: what an experiment starts to run its commands in.
@Command(name = "batch", mixinStandardHelpOptions = true, hidden = true, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Runs the commands that standard input gives, one after another in this process.",
        "A line is a JSON array of a command's arguments. After what the command prints follows a line "
            + "{\"event\": \"exit\", \"exitCode\": CODE}."})
final class BatchCommand implements Callable<Integer> {
  /// The event that follows a command's own.
  private static final String EXIT = "exit";
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParentCommand
  private @Nullable Main main;

  @Override
  public Integer call() throws IOException {
    JsonLines lines = new JsonLines(Terminal.utf8Out());
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = commands.readLine()) != null;) {
      int code = Objects.requireNonNull(main).another().execute(arguments(line));
      lines.print(JsonLines.event(EXIT).put("exitCode", code));
      ProcessCosts.startAgain();
    }
    return 0;
  }

  private static String[] arguments(String line) {
    try {
      return JSON.readValue(line, String[].class);
    } catch (JsonProcessingException e) {
      throw new UsageException("standard input: a line is no JSON array of arguments: " + e.getOriginalMessage());
    }
  }
}
