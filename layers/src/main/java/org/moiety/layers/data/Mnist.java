package org.moiety.layers.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/// MNIST: from the data folder, else from the cache, else downloaded into the cache. 60,000 and 10,000 images of 1 x 28 x 28, 10 classes.
final class Mnist implements DataSource {
  static final String DEFAULT_MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist";
  private static final int CLASSES = 10;

  private final Settings settings;

  Mnist(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "mnist";
  }

  @Override
  public LabelledImages train() {
    return read(IdxFolder.Part.TRAIN_IMAGES, IdxFolder.Part.TRAIN_LABELS);
  }

  @Override
  public LabelledImages test() {
    return read(IdxFolder.Part.TEST_IMAGES, IdxFolder.Part.TEST_LABELS);
  }

  private LabelledImages read(IdxFolder.Part images, IdxFolder.Part labels) {
    IdxFolder folder = folder(images, labels);
    return IdxReader.read(folder.require(images), folder.require(labels), CLASSES);
  }

  /// The data folder's `mnist` if it holds any of the files, else the cache, completed by download.
  private IdxFolder folder(IdxFolder.Part... parts) {
    Path data = settings.dataFolder();
    if (data != null) {
      IdxFolder given = new IdxFolder(data.resolve("mnist"));
      for (IdxFolder.Part part : IdxFolder.Part.values()) {
        if (given.find(part).isPresent()) {
          return given;
        }
      }
    }
    IdxFolder cache = new IdxFolder(settings.cacheFolder().resolve("mnist"));
    for (IdxFolder.Part part : parts) {
      if (cache.find(part).isEmpty()) {
        download(cache.folder(), original(part));
      }
    }
    return cache;
  }

  private void download(Path folder, Download.Expected expected) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DataException("folder " + folder + " for MNIST cannot be made (" + e.getMessage() + ")", e);
    }
    try {
      Download.fetch(settings.mnistMirror(), folder, expected, settings.progress());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataException("download of " + expected.name() + " interrupted", e);
    } catch (IOException e) {
      throw new DataException(
          "MNIST cannot be downloaded from " + settings.mnistMirror() + " (" + e.getMessage() + "); put "
              + fileNames() + " into " + folder
              + ", or set MOIETY_DATA to a folder with mnist/, or MOIETY_MNIST_MIRROR",
          e);
    }
  }

  private static String fileNames() {
    return Arrays.stream(IdxFolder.Part.values()).map(part -> original(part).name()).collect(Collectors.joining(", "));
  }

  /// Length and hash of the original files.
  private static Download.Expected original(IdxFolder.Part part) {
    String name = part.usualName() + ".gz";
    return switch (part) {
      case TRAIN_IMAGES -> new Download.Expected(name, 9_912_422,
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609");
      case TRAIN_LABELS -> new Download.Expected(name, 28_881,
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c");
      case TEST_IMAGES -> new Download.Expected(name, 1_648_877,
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6");
      case TEST_LABELS -> new Download.Expected(name, 4_542,
          "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");
    };
  }
}
