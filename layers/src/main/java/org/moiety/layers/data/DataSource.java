package org.moiety.layers.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where training and test examples come from: a generator, a folder of IDX files, MNIST. Nothing is read or generated before it is asked for, and
/// every call of [#train()] or [#test()] loads anew.
public interface DataSource {
  /// Name of the source for reports: `strokes`, `mnist` or the folder as given.
  String name();

  /// All training examples.
  ///
  /// @throws DataException with one line that says what is wrong and what would be right
  LabelledImages train();

  /// All test examples.
  ///
  /// @throws DataException with one line that says what is wrong and what would be right
  LabelledImages test();

  /// The first `count` training examples.
  ///
  /// @throws DataException also if there are fewer
  default LabelledImages train(int count) {
    return train().take(count);
  }

  /// The first `count` test examples.
  ///
  /// @throws DataException also if there are fewer
  default LabelledImages test(int count) {
    return test().take(count);
  }

  /// Told how far a download is.
  @FunctionalInterface
  interface Progress {
    /// Ignores all reports.
    Progress NONE = (what, doneBytes, totalBytes) -> {
    };

    /// `doneBytes` of `totalBytes` of the file `what` have arrived.
    void report(String what, long doneBytes, long totalBytes);
  }

  /// Where to look for data and how to make it.
  ///
  /// @param dataFolder folder with a subfolder per data set, or null
  /// @param cacheFolder Moiety's own folder for downloads, made when needed
  /// @param mnistMirror address of a folder that serves the four MNIST files
  /// @param strokesSeed seed of the generated digits
  /// @param progress is told about downloads
  record Settings(@Nullable Path dataFolder, Path cacheFolder, String mnistMirror, long strokesSeed,
      Progress progress) {
    /// `MOIETY_DATA` is the data folder; the cache is `$XDG_CACHE_HOME/moiety` or `home/.cache/moiety`; `MOIETY_MNIST_MIRROR` replaces the default
    /// mirror. Empty variables count as unset, and so does an `XDG_CACHE_HOME` that is not absolute.
    ///
    /// @param environment the process environment
    /// @param home the user's home folder
    /// @throws DataException if the mirror is not an http or https address
    public static Settings of(Map<String, String> environment, Path home) {
      String data = environment.getOrDefault("MOIETY_DATA", "");
      String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
      String mirror = environment.getOrDefault("MOIETY_MNIST_MIRROR", "");
      return new Settings(data.isEmpty() ? null : Path.of(data),
          (Path.of(cache).isAbsolute() ? Path.of(cache) : home.resolve(".cache")).resolve("moiety"),
          mirror.isEmpty() ? Mnist.DEFAULT_MIRROR : mirrorAddress(mirror), Strokes.DEFAULT_SEED, Progress.NONE);
    }

    /// The same with another MNIST mirror.
    ///
    /// @throws DataException if it is not an http or https address
    public Settings withMnistMirror(String mirror) {
      return new Settings(dataFolder, cacheFolder, mirrorAddress(mirror), strokesSeed, progress);
    }

    /// The same with another seed for the generated digits.
    public Settings withStrokesSeed(long seed) {
      return new Settings(dataFolder, cacheFolder, mnistMirror, seed, progress);
    }

    /// The same with someone who is told about downloads.
    public Settings withProgress(Progress listener) {
      return new Settings(dataFolder, cacheFolder, mnistMirror, strokesSeed, listener);
    }

    private static String mirrorAddress(String text) {
      if (!Download.isAddress(text)) {
        throw new DataException("MNIST mirror '" + text + "': expected an address such as " + Mnist.DEFAULT_MIRROR);
      }
      return text;
    }
  }

  /// The source called `name`: `strokes` (generated digits), `mnist`, or else a folder with IDX files.
  ///
  /// @throws DataException if it is none of these
  static DataSource resolve(String name, Settings settings) {
    return switch (name) {
      case "strokes" -> new StrokesSource(settings.strokesSeed());
      case "mnist" -> new Mnist(settings);
      default -> new IdxFolder(folder(name));
    };
  }

  private static Path folder(String name) {
    try {
      Path folder = Path.of(name);
      if (!name.isEmpty() && Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // No name of a folder either: said below.
    }
    throw new DataException("no data set '" + name + "': expected strokes, mnist or a folder with IDX files");
  }
}
