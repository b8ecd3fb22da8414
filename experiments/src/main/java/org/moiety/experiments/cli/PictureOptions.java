package org.moiety.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Pictures;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The images that a data owner has classified.
final class PictureOptions {
  @Parameters(paramLabel = "IMAGES", arity = "0..*", description = "PNG files, or IDX files of images.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "The first N images of each IDX file.%nDefault: all.")
  private int limit = Integer.MAX_VALUE;

  @Option(names = "--probabilities", description = "Print the probability of each class.")
  private boolean probabilities;

  List<String> files() {
    return files.stream().map(Path::toString).toList();
  }

  boolean probabilities() {
    return probabilities;
  }

  /// @return null where the role is not the data owner
  /// @throws UsageException if what the role needs is missing, or another's is there
  @Nullable
  Pictures of(SessionRole role, ModelSpec spec) {
    if (role != SessionRole.DATA_OWNER) {
      if (!files.isEmpty()) {
        throw new UsageException("images are the data owner's; this is the " + role.title());
      }
      return null;
    }
    if (files.isEmpty()) {
      throw new UsageException("no images: name PNG or IDX files");
    }
    if (limit < 1) {
      throw new UsageException("--limit " + limit + ", expected at least 1");
    }
    Model model = Model.build(spec, Activation.RELU_APPROX, true);
    return Pictures.read(files, model.inputShape(), model.classes(), limit);
  }
}
