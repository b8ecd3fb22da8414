package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.Workers;
import org.moiety.experiments.run.SharedArray;
import org.moiety.layers.file.Npy;
import org.moiety.layers.file.NpyArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moiety reconstruct`.
@Command(name = "reconstruct", mixinStandardHelpOptions = true, sortOptions = false,
    usageHelpWidth = Main.HELP_COLUMNS, versionProvider = ManifestVersion.class,
    description = "Adds two shares up: the array that they are shares of, as float64.",
    footerHeading = "%nExample:%n", footer = {"  moiety reconstruct z-shares --out z.npy"})
final class ReconstructCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "A folder with both parties' share files.")
  private Path folder;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The .npy file to write.")
  private Path out;

  @Override
  public Integer call() {
    try (Workers workers = new Workers(1)) {
      SharedArray shared = SharedArray.read(folder);
      NpyArray array = shared.reconstruct(Field.moiety(workers));
      Npy.write(out, array.shape(), array.values());
      System.out.println(out + ": " + SharedArray.shapeText(array.shape()) + ", float64");
    }
    return 0;
  }
}
