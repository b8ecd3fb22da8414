package org.moiety.layers.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A folder with four IDX files under their usual names. The number of classes is the largest training label plus one.
///
/// Images are `train-images-idx3-ubyte` and `t10k-images-idx3-ubyte` (or `test-...`), labels `train-labels-idx1-ubyte` and so on; `.idx3` for `-idx3`,
/// `idx4` for images with channels and an added `.gz` are accepted.
record IdxFolder(Path folder) implements DataSource {
  /// One of the four files.
  enum Part {
    TRAIN_IMAGES(List.of("train-images"), List.of("idx3", "idx4")), //
    TRAIN_LABELS(List.of("train-labels"), List.of("idx1")), //
    TEST_IMAGES(List.of("t10k-images", "test-images"), List.of("idx3", "idx4")), //
    TEST_LABELS(List.of("t10k-labels", "test-labels"), List.of("idx1"));

    private final List<String> stems;
    private final List<String> layouts;

    Part(List<String> stems, List<String> layouts) {
      this.stems = stems;
      this.layouts = layouts;
    }

    /// The most usual name, without `.gz`.
    String usualName() {
      return stems.getFirst() + "-" + layouts.getFirst() + "-ubyte";
    }
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public LabelledImages train() {
    return IdxReader.read(require(Part.TRAIN_IMAGES), require(Part.TRAIN_LABELS));
  }

  @Override
  public LabelledImages test() {
    int classes = IdxReader.classes(require(Part.TRAIN_LABELS));
    return IdxReader.read(require(Part.TEST_IMAGES), require(Part.TEST_LABELS), classes);
  }

  /// The file of this part, if there is one.
  Optional<Path> find(Part part) {
    for (String stem : part.stems) {
      for (String layout : part.layouts) {
        for (String separator : List.of("-", ".")) {
          for (String ending : List.of("", ".gz")) {
            Path file = folder.resolve(stem + separator + layout + "-ubyte" + ending);
            if (Files.isRegularFile(file)) {
              return Optional.of(file);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  Path require(Part part) {
    return find(part).orElseThrow(() -> new DataException(
        folder + ": no file " + part.usualName() + " or " + part.usualName() + ".gz, expected four IDX files"));
  }
}
