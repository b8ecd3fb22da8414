package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.moiety.experiments.run.OwnCommand;

/// A JVM that runs commands of this program one after another (`moiety batch`). It ends with this one.
final class CommandProcess implements AutoCloseable {
  static final int INTERNAL = 1;
  static final int USAGE = 2;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COMMAND = "batch";
  private static final String EXIT = "exit";

  private final Process process;
  private final Path errors;
  private final BufferedReader out;
  private final Thread end;

  private CommandProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    out = process.inputReader(StandardCharsets.UTF_8);
    end = new Thread(process::destroyForcibly, "moiety-batch-end");
  }

  static CommandProcess start() throws IOException {
    Path errors = Files.createTempFile("moiety-", ".err");
    try {
      CommandProcess started = new CommandProcess(
          new ProcessBuilder(OwnCommand.line(List.of(COMMAND))).redirectError(errors.toFile()).start(), errors);
      Runtime.getRuntime().addShutdownHook(started.end);
      return started;
    } catch (IOException e) {
      Files.deleteIfExists(errors);
      throw e;
    }
  }

  /// How a command ended.
  ///
  /// @param message the last line that any command has printed on standard error
  record Exit(int code, String message) {}

  /// Runs a command.
  ///
  /// @param lines told the JSON objects that it prints
  /// @throws IOException if the process is gone before the command has begun
  Exit run(List<String> arguments, Consumer<JsonNode> lines) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(JSON.writeValueAsString(arguments)).append('\n').flush();
    for (String text; (text = out.readLine()) != null;) {
      JsonNode line = JSON.readTree(text);
      if (line.path("event").asText().equals(EXIT)) {
        return new Exit(line.path("exitCode").asInt(), lastError());
      }
      lines.accept(line);
    }
    return new Exit(exitValue(), lastError());
  }

  private int exitValue() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExperimentException("interrupted");
    }
  }

  private String lastError() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return lines.isEmpty() ? "no message" : lines.getLast();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.deleteIfExists(errors);
      boolean _ = Runtime.getRuntime().removeShutdownHook(end);
    } catch (IOException e) {
      return; // a temporary file that the system removes
    } catch (IllegalStateException e) {
      return; // the JVM is ending, and the hook runs
    }
  }
}
