package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.moiety.experiments.run.OwnCommand;

/// Runs pieces, one at a time. A command gets a JVM of its own with this one's options, so that no run is faster for what ran before it; it ends with this JVM.
public final class PieceRunner {
  /// The event of a command that ended with an error, where its piece allows that.
  static final String FAILED = "failed";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int INTERNAL = 1;
  private static final int USAGE = 2;
  /// @param progress told the share that is done, 0 to 1
  /// @throws ExperimentException if a command fails that must not
  public PieceResult run(Piece piece, DoubleConsumer progress) {
    long start = System.nanoTime();
    List<JsonNode> lines = switch (piece) {
      case CommandPiece command -> run(command, progress);
      case DataPiece data -> List.of(data.maker().apply(data.folder()));
    };
    return new PieceResult(lines, (System.nanoTime() - start) * 1e-9);
  }

  private static List<JsonNode> run(CommandPiece piece, DoubleConsumer progress) {
    try {
      Path errors = Files.createTempFile("moiety-", ".err");
      try {
        Process process = new ProcessBuilder(OwnCommand.line(piece.jsonArguments()))
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(errors.toFile()).start();
        Thread end = new Thread(process::destroyForcibly, "moiety-piece-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
          return read(piece, process, progress, errors);
        } finally {
          process.destroyForcibly();
          removeHook(end);
        }
      } finally {
        Files.deleteIfExists(errors);
      }
    } catch (IOException e) {
      throw new ExperimentException(piece.command() + " could not be run: " + e.getMessage());
    }
  }

  private static void removeHook(Thread hook) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is ending, and the hook runs
    }
  }

  private static List<JsonNode> read(CommandPiece piece, Process process, DoubleConsumer progress, Path errors)
      throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    int epochs = 1;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = out.readLine()) != null;) {
        JsonNode object = JSON.readTree(line);
        lines.add(object);
        epochs = object.path("epochs").asInt(epochs);
        if (object.path("event").asText().equals("iteration")) {
          double inEpoch = object.path("iteration").asDouble() / object.path("iterations").asDouble(1);
          progress.accept((object.path("epoch").asInt(1) - 1 + inEpoch) / epochs);
        }
      }
    }
    int code = exitCode(process);
    if (code != 0) {
      String message = lastLine(errors);
      boolean started = !lines.isEmpty(); // its arguments and data are right
      if (!piece.mayFail() || code != USAGE || !started) {
        throw new ExperimentException(piece.command() + " ended with exit code " + code + ": " + message,
            code == USAGE ? USAGE : INTERNAL);
      }
      ObjectNode failed = JSON.createObjectNode().put("event", FAILED).put("exitCode", code).put("message", message);
      lines.add(failed);
    }
    return lines;
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExperimentException("interrupted");
    }
  }

  private static String lastLine(Path errors) throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return lines.isEmpty() ? "no message" : lines.getLast();
  }
}
