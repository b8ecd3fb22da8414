package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.run.Precisions;
import org.moiety.experiments.run.SharedArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety share`.
@Command(name = "share", mixinStandardHelpOptions = true, sortOptions = false, usageHelpWidth = Main.HELP_COLUMNS,
    versionProvider = ManifestVersion.class,
    description = {"Cuts an array into two shares, a file for each party. One alone is uniformly random."},
    footerHeading = "%nExample:%n",
    footer = {"  moiety share x.npy --out x-shares", "  moiety share y.npy --out y-shares",
        "  moiety compute matmul x-shares y-shares --out z-shares", "  moiety reconstruct z-shares --out z.npy"})
final class ShareCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ARRAY", description = "An .npy file of numbers.")
  private Path array;

  @Option(names = "--out", paramLabel = "FOLDER", required = true,
      description = "Where party-0.share and party-1.share go.")
  private Path out;

  @Option(names = "--precision", paramLabel = "DIGITS",
      description = "Fixed-point fraction: 24 is 24 bits, 7d is 7 decimal digits.%nDefault: 24.")
  private String precision = Precisions.text(Precision.DEFAULT);

  @Option(names = "--integer-bits", paramLabel = "N", description = "Values must be below 2^N.%nDefault: 12.")
  private int integerBits = Precision.DEFAULT.integerBits();

  @Option(names = "--seed", paramLabel = "S", description = "INSECURE, for teaching: the same shares each time. Who "
      + "knows the seed knows the values.%nDefault: the system's entropy.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Precision format = Precisions.parse(precision, integerBits);
    try (Workers workers = new Workers(1)) {
      SharedArray shared = SharedArray.share(Field.moiety(workers), array, format, randomness(seed));
      SharedArray.requireWritable(out);
      shared.write(out);
      print(shared);
    }
    return 0;
  }

  private void print(SharedArray shared) {
    if (json) {
      ObjectNode object = JsonLines.event("shared")
          .put("precision", Precisions.text(shared.precision())).put("id", shared.id());
      ArrayNode shape = object.putArray("shape");
      for (int size : shared.shape()) {
        shape.add(size);
      }
      new JsonLines(Terminal.utf8Out()).print(object);
    } else {
      System.out.println(SharedArray.file(out, 0) + " and " + SharedArray.file(out, 1) + ": shares of " + shared);
    }
  }

  static Seed randomness(@Nullable Long seed) {
    return seed == null ? Seed.random() : Seed.of(seed);
  }
}
