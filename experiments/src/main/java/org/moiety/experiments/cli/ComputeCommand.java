package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.ShareComputation;
import org.moiety.experiments.run.ShareOperation;
import org.moiety.experiments.run.SharedArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety compute`.
@Command(name = "compute", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Computes on shared arrays; the result is shared again.",
        "Both parties and a trusted dealer run in this process."},
    footerHeading = "%nExample:%n", footer = {"  moiety compute matmul x-shares y-shares --out z-shares"})
final class ComputeCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OPERATION",
      description = "add, subtract, multiply (entry by entry), matmul, or conv2d (images n x c x h x w, filters "
          + "f x c x kh x kw, stride 1, no padding).")
  private ShareOperation operation;

  @Parameters(index = "1", paramLabel = "A", description = "A folder with both parties' share files.")
  private Path a;

  @Parameters(index = "2", paramLabel = "B", description = "Another one.")
  private Path b;

  @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "Where the result's files go.")
  private Path out;

  @Option(names = "--seed", paramLabel = "S",
      description = "INSECURE, for teaching: the same masks each time.%nDefault: the system's entropy.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    ShareComputation.Result result = ShareComputation.run(operation, SharedArray.read(a), SharedArray.read(b),
        Runtime.getRuntime().availableProcessors(), ShareCommand.randomness(seed));
    SharedArray.requireWritable(out);
    result.array().write(out);
    if (json) {
      ObjectNode object = JsonLines.event("computed").put("operation", Names.of(operation))
          .put("id", result.array().id())
          .put("valuesOpened", result.sent().values()).put("bytesSent", result.sent().bytes())
          .put("rounds", result.sent().rounds()).put("truncationFailureBound", result.failureBound());
      ArrayNode shape = object.putArray("shape");
      for (int size : result.array().shape()) {
        shape.add(size);
      }
      new JsonLines(Terminal.utf8Out()).print(object);
    } else {
      print(result);
    }
    return 0;
  }

  private void print(ShareComputation.Result result) {
    System.out.println(out + ": shares of the " + SharedArray.shapeText(result.array().shape()) + " result of "
        + Names.of(operation));
    if (result.sent().values() == 0) {
      System.out.println("Each party computed on its own share; nothing was sent.");
    } else {
      System.out.println(String.format(Locale.ROOT,
          "Each party sent the other %,d uniformly random values in %d rounds. The result is right while its%n"
              + "values are below 2^%d, but for a probability of 2^%.0f.",
          result.sent().values(), result.sent().rounds(), result.integerBits(),
          Math.ceil(Math.log(result.failureBound()) / Math.log(2))));
    }
  }
}
