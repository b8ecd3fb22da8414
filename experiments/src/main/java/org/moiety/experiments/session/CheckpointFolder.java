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
import org.moiety.layers.file.FolderLock;
import org.moiety.layers.file.OwnerOnly;
import org.moiety.layers.model.ModelFile;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;

/// A party's checkpoints: the last two, for the other party may have been broken off before it had the last. No other run has the folder meanwhile.
final class CheckpointFolder implements AutoCloseable {
  /// The number of batches, and the beginning of the session's id.
  private static final String NAME = "checkpoint-%09d-%s.shares";
  private static final int SHOWN = 16;
  private static final String ALL = "checkpoint-*.shares";
  private static final String LEFT = ".checkpoint-*.tmp";

  private final Path folder;
  private final FolderLock lock;
  private final List<Kept> kept = new ArrayList<>();

  private record Kept(Path file, CheckpointId id) {}

  private CheckpointFolder(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder, OwnerOnly.folder(folder));
    lock = FolderLock.of(folder);
  }

  /// Makes the folder where there is none, and removes what a killed process has half written.
  ///
  /// @param resume whether there must be checkpoints in it, or must be none
  /// @throws FileException if it is not so, a checkpoint is damaged or another party's, or another run has the folder
  static CheckpointFolder open(Path folder, int party, boolean resume) {
    CheckpointFolder opened = null;
    boolean fits = false;
    try {
      opened = new CheckpointFolder(folder);
      opened.readAll(party);
      opened.require(resume);
      fits = true;
      return opened;
    } catch (FileAlreadyExistsException e) {
      throw new FileException(folder, "is a file, expected a folder", e);
    } catch (IOException e) {
      throw FileException.of(folder, "used for checkpoints", e);
    } finally {
      if (opened != null && !fits) {
        opened.close();
      }
    }
  }

  private void readAll(int party) throws IOException {
    for (Path left : list(folder, LEFT)) {
      Files.delete(left);
    }
    for (Path file : list(folder, ALL)) {
      ModelShares shares = ModelShares.read(file);
      CheckpointId id = CheckpointId.parse(shares.id());
      if (shares.party() != party || id == null) {
        throw new FileException(file, "is no checkpoint of this party");
      }
      kept.add(new Kept(file, id));
    }
    kept.sort(Comparator.comparingInt(one -> one.id.batches()));
  }

  private void require(boolean resume) {
    if (resume && kept.isEmpty()) {
      throw new FileException(folder, "has no checkpoint to go on from");
    }
    if (!resume && !kept.isEmpty()) {
      throw new FileException(folder,
          "has checkpoints of a training already: go on with it by --resume, or choose another folder");
    }
    AtomicFile.check(folder.resolve(String.format(NAME, 0, "of-a-session")));
  }

  private static List<Path> list(Path folder, String pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(files::add);
    }
    return files;
  }

  List<CheckpointId> ids() {
    return kept.stream().map(Kept::id).toList();
  }

  /// How many batches a training has done that goes on from two parties' checkpoints: for who has both.
  ///
  /// @throws AgreementException if they have none in common
  static int batchesDone(Path dataOwners, Path modelOwners) {
    try (CheckpointFolder dataOwner = open(dataOwners, SessionRole.DATA_OWNER.party(), true);
        CheckpointFolder modelOwner = open(modelOwners, SessionRole.MODEL_OWNER.party(), true)) {
      return CheckpointId.chosen(dataOwner.ids(), modelOwner.ids()).batches();
    }
  }

  /// Says which there are.
  void announce(Terms terms) {
    CheckpointId.announce(terms, ids());
  }

  /// Checks that one is of this training.
  ///
  /// @param agreed what binds it to the training
  /// @throws AgreementException if not; names the first difference
  void require(CheckpointId id, SessionSettings settings, Map<String, String> agreed) {
    ModelShares shares = read(id);
    Map<String, String> then = shares.agreed();
    agreed.forEach((name, now) -> requireEqual(name, now, Objects.requireNonNullElse(then.get(name), "nothing")));
    requireEqual("model", ModelFile.text(settings.model()), ModelFile.text(shares.model()));
    requireEqual("precision", settings.precision().toString(), shares.precision().toString());
    if (then.size() != agreed.size()) {
      throw new AgreementException("the checkpoints are of another training, which had settings that this one has not");
    }
  }

  private static void requireEqual(String name, String now, String then) {
    if (!now.equals(then)) {
      throw new AgreementException("the checkpoints are of another training: " + AgreementException.shown(name) + " is "
          + AgreementException.shown(now) + " here and was " + AgreementException.shown(then));
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
    Path file = folder.resolve(String.format(NAME, id.batches(), id.session().substring(0, SHOWN)));
    shares.write(file);
    remove(kept.subList(0, Math.max(0, kept.size() - 1)));
    kept.add(new Kept(file, id));
  }

  /// Lets others have the folder.
  @Override
  public void close() {
    lock.close();
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
