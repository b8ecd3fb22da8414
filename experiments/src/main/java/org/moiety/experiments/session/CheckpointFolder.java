package org.moiety.experiments.session;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.moiety.experiments.run.ModelShares;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.OwnerOnly;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.Terms;

/// A party's checkpoints: the last two, for the other party may have been broken off before it had the last.
final class CheckpointFolder {
  private static final String NAME = "checkpoint-%09d.shares";
  private static final String ALL = "checkpoint-*.shares";
  private static final String LEFT = ".checkpoint-*.tmp";

  private final Path folder;
  private final List<Kept> kept = new ArrayList<>();

  private record Kept(Path file, CheckpointId id) {}

  private CheckpointFolder(Path folder) {
    this.folder = folder;
  }

  /// Makes the folder where there is none, and removes what a killed process has half written.
  ///
  /// @param resume whether there must be checkpoints in it, or must be none
  /// @throws FileException if it is not so, or a checkpoint is damaged or another party's
  static CheckpointFolder open(Path folder, int party, boolean resume) {
    CheckpointFolder opened = new CheckpointFolder(folder);
    try {
      Files.createDirectories(folder, OwnerOnly.folder(folder));
      for (Path left : list(folder, LEFT)) {
        Files.delete(left);
      }
      for (Path file : list(folder, ALL)) {
        ModelShares shares = ModelShares.read(file);
        CheckpointId id = CheckpointId.parse(shares.id());
        if (shares.party() != party || id == null) {
          throw new FileException(file, "is no checkpoint of this party");
        }
        opened.kept.add(new Kept(file, id));
      }
    } catch (FileAlreadyExistsException e) {
      throw new FileException(folder, "is a file, expected a folder", e);
    } catch (IOException e) {
      throw FileException.of(folder, "used for checkpoints", e);
    }
    opened.kept.sort(Comparator.comparingInt(one -> one.id.batches()));
    if (resume && opened.kept.isEmpty()) {
      throw new FileException(folder, "has no checkpoint to go on from");
    }
    if (!resume && !opened.kept.isEmpty()) {
      throw new FileException(folder,
          "has checkpoints of a training already: go on with it by --resume, or choose another folder");
    }
    AtomicFile.check(folder.resolve(String.format(NAME, 0)));
    return opened;
  }

  private static List<Path> list(Path folder, String pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(files::add);
    }
    return files;
  }

  /// Says which there are.
  void announce(Terms terms) {
    CheckpointId.announce(terms, kept.stream().map(Kept::id).toList());
  }

  /// Checks that one is of this training.
  ///
  /// @throws AgreementException if not; names the first difference
  void require(CheckpointId id, Map<String, String> agreed) {
    Map<String, String> then = read(id).agreed();
    agreed.forEach((name, now) -> {
      if (!now.equals(then.get(name))) {
        throw new AgreementException("the checkpoints are of another training: " + name + " is " + now
            + " here and was " + Objects.requireNonNullElse(then.get(name), "nothing"));
      }
    });
    if (then.size() != agreed.size()) {
      throw new AgreementException("the checkpoints are of another training, which had settings that this one has not");
    }
  }

  ModelShares read(CheckpointId id) {
    return ModelShares.read(kept.stream().filter(one -> one.id.equals(id)).findFirst()
        .orElseThrow(() -> new IllegalStateException("no checkpoint " + id)).file);
  }

  /// From here on this one is the last: a later one is one that the other party has not.
  void goOnFrom(CheckpointId id) {
    remove(kept.stream().filter(one -> !one.id.equals(id)).toList());
  }

  /// Writes a checkpoint, and removes those before the last.
  ///
  /// @throws FileException if it cannot be written; then those before it are as they were
  void write(CheckpointId id, ModelShares shares) {
    Path file = folder.resolve(String.format(NAME, id.batches()));
    shares.write(file);
    remove(kept.subList(0, Math.max(0, kept.size() - 1)));
    kept.add(new Kept(file, id));
  }

  private void remove(List<Kept> those) {
    for (Kept one : List.copyOf(those)) {
      try {
        Files.deleteIfExists(one.file);
      } catch (IOException e) {
        throw FileException.of(one.file, "removed", e);
      }
      kept.remove(one);
    }
  }
}
