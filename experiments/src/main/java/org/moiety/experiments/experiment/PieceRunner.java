package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// Runs pieces, one at a time. Commands run in another JVM with this one's options, which ends with this one.
final class PieceRunner implements AutoCloseable {
  /// The event of a command that ended with an error, where its piece allows that.
  static final String FAILED = "failed";

  private final boolean oneJvm;
  private @Nullable CommandProcess process;

  /// @param oneJvm whether all commands run in one JVM: quicker, but a run is faster for what ran before it
  PieceRunner(boolean oneJvm) {
    this.oneJvm = oneJvm;
  }

  /// @param progress told the share that is done, 0 to 1
  /// @throws ExperimentException if a command fails that must not
  PieceResult run(Piece piece, DoubleConsumer progress) {
    long start = System.nanoTime();
    List<JsonNode> lines = switch (piece) {
      case CommandPiece command -> run(command, progress);
      case DataPiece data -> List.of(data.maker().apply(data.folder()));
    };
    return new PieceResult(lines, (System.nanoTime() - start) * 1e-9);
  }

  private List<JsonNode> run(CommandPiece piece, DoubleConsumer progress) {
    List<JsonNode> lines = new ArrayList<>();
    int[] epochs = {1};
    try {
      if (process == null) {
        process = CommandProcess.start();
      }
      CommandProcess.Exit exit = process.run(piece.jsonArguments(), line -> {
        lines.add(line);
        epochs[0] = line.path("epochs").asInt(epochs[0]);
        if (line.path("event").asText().equals("iteration")) {
          double inEpoch = line.path("iteration").asDouble() / line.path("iterations").asDouble(1);
          progress.accept((line.path("epoch").asInt(1) - 1 + inEpoch) / epochs[0]);
        }
      });
      if (exit.code() != 0) {
        boolean started = !lines.isEmpty(); // its arguments and data are right
        lines.add(failed(piece, exit, started));
      }
    } catch (IOException e) {
      throw new ExperimentException(piece.command() + " could not be run: " + e.getMessage());
    } finally {
      if (!oneJvm) {
        close();
      }
    }
    return lines;
  }

  private static JsonNode failed(CommandPiece piece, CommandProcess.Exit exit, boolean started) {
    boolean usage = exit.code() == CommandProcess.USAGE;
    if (!piece.mayFail() || !usage || !started) {
      throw new ExperimentException(piece.command() + " ended with exit code " + exit.code() + ": " + exit.message(),
          usage ? CommandProcess.USAGE : CommandProcess.INTERNAL);
    }
    return JsonNodeFactory.instance.objectNode().put("event", FAILED).put("exitCode", exit.code())
        .put("message", exit.message());
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
      process = null;
    }
  }
}
