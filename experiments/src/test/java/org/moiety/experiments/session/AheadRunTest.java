package org.moiety.experiments.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.FolderLock;
import org.moiety.layers.model.ModelSpec;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.store.StoreException;

@Timeout(300)
final class AheadRunTest {
  private static final AheadRun.Listener SILENT = (bytes, of) -> {
  };

  @TempDir
  private Path folder;

  private Roles roles(Protocol protocol, int epochs) {
    return new Roles(folder, ModelSpec.mlp(), protocol, 4, 6, epochs, 9L);
  }

  private AheadRun ahead(Roles roles, String name) {
    return new AheadRun(roles.settings(), Roles.VERSION, roles.examples(), 0, 0, folder.resolve(name), 1);
  }

  @Test
  void filesGiveWhatADealerGives() {
    for (Protocol protocol : List.of(Protocol.malicious(),
        Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED))) {
      Roles roles = roles(protocol, 2);
      RoleRun.Result expected = roles.train().get(SessionRole.MODEL_OWNER);
      AheadRun.Result made = ahead(roles, "made " + protocol.security()).run(SILENT);
      RoleRun.Result found = roles.start(made.files()).get(SessionRole.MODEL_OWNER).join();
      assertThat(found.sent()).isEqualTo(expected.sent());
      expected.weights().forEach((name, weights) -> assertThat(
          found.weights().get(name).bytes()).as(name).isEqualTo(weights.bytes()));
      assertThat(found.sentTo()).containsOnlyKeys(SessionRole.DATA_OWNER);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 4, 0, 0, ", "1, 9, 3, 0, ", "2, 8, 4, 0, ", "3, 11, 9, 0, ", "2, 9, 0, 2, ", "3, 11, 9, 2, 0",
      "3, 11, 9, 2, 4", "2, 9, 3, 1, 3", "2, 8, 0, 5, 4", "2, 8, 6, 5, 3"})
  void bytesAreCountedBeforehand(int epochs, int examples, int testExamples, int checkpointEvery,
      @Nullable Integer batchesDone) throws IOException {
    SessionSettings settings = roles(Protocol.malicious(), epochs).settings();
    Task.Training training = settings.training();
    AheadRun run = new AheadRun(
        settings
            .with(new Task.Training(epochs, training.learningRate(), 1, training.release(), checkpointEvery,
                batchesDone != null)),
        Roles.VERSION, examples, testExamples, batchesDone == null ? 0 : batchesDone, folder.resolve("made"), 1);
    AtomicLong announced = new AtomicLong();
    AheadRun.Result made = run.run((bytes, of) -> announced.set(of));
    long written = 0;
    for (Map.Entry<SessionRole, Path> file : made.files().entrySet()) {
      assertThat(made.bytes().get(file.getKey())).isEqualTo(Files.size(file.getValue()));
      written += Files.size(file.getValue());
    }
    assertThat(announced).hasValue(written);
    assertThat(Files.size(made.files().get(SessionRole.DATA_OWNER))).isLessThan(4096);
    int batches = Math.ceilDiv(examples, 4);
    int done = batchesDone == null ? 0 : batchesDone;
    int testsDone = Math.max(0, Math.ceilDiv(done, batches) - 1);
    assertThat(made.iterations().count())
        .isEqualTo(1 + epochs * batches - done + (epochs - testsDone) * Math.ceilDiv(testExamples, 4));
  }

  @Test
  void onlyTheOwnerMayReadFilesAndNoneIsOverwritten() throws IOException {
    Roles roles = roles(Protocol.malicious(), 1);
    AheadRun run = ahead(roles, "made");
    AheadRun.Result made = run.run(SILENT);
    for (Path file : made.files().values()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }
    try (Stream<Path> all = Files.list(folder.resolve("made"))) {
      assertThat(all.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(".lock",
          "data-owner.preprocessing", "model-owner.preprocessing");
    }
    assertThatExceptionOfType(FileException.class).isThrownBy(() -> run.run(SILENT))
        .withMessageContaining("data-owner.preprocessing: exists, and preprocessing is not overwritten");
    Path open = made.files().get(SessionRole.MODEL_OWNER);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(FileException.class).isThrownBy(() -> roles.prepare(SessionRole.MODEL_OWNER, open))
        .withMessageContaining("may be read by others");
  }

  /// Also where all processes have the same number, as in a container.
  @Test
  void whatAKilledDealerHasLeftIsNotInTheWay() throws IOException {
    Path left = Files.createDirectory(folder.resolve("made")).resolve(".model-owner.preprocessing.tmp");
    Files.writeString(left, "half written");
    AheadRun run = ahead(roles(Protocol.malicious(), 1), "made");
    try (FolderLock _ = FolderLock.of(folder.resolve("made"))) {
      assertThatExceptionOfType(FileException.class).isThrownBy(() -> run.run(SILENT))
          .withMessage(folder.resolve("made") + ": is in use by another run");
    }
    assertThat(left).exists();
    assertThat(run.run(SILENT).files().values()).allSatisfy(file -> assertThat(file).exists());
    assertThat(left).doesNotExist();
  }

  @Test
  void fileInThePlaceOfTheFolderIsNamed() throws IOException {
    Files.createFile(folder.resolve("made"));
    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> ahead(roles(Protocol.malicious(), 1), "made").run(SILENT))
        .withMessage(folder.resolve("made") + ": is not a folder");
  }

  /// By a role alone, before it meets anybody.
  @Test
  void fileOfAnotherSessionIsRefused() {
    Roles roles = roles(Protocol.malicious(), 1);
    Map<SessionRole, Path> files = ahead(roles, "made").run(SILENT).files();
    refused(roles, SessionRole.MODEL_OWNER, files.get(SessionRole.DATA_OWNER),
        "is the data owner's, this is the model owner");
    refused(roles(Protocol.malicious(), 3), SessionRole.MODEL_OWNER, files.get(SessionRole.MODEL_OWNER),
        "was made for another session: epochs is 3 here and 1 there");
    refused(new Roles(folder, ModelSpec.mlp(), Protocol.malicious(), 4, 7, 1, 9L), SessionRole.DATA_OWNER,
        files.get(SessionRole.DATA_OWNER), "was made for 6 training examples, the data owner has 7");
  }

  private static void refused(Roles roles, SessionRole role, Path file, String message) {
    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> roles.prepare(role, file))
        .withMessage(file + ": " + message);
  }

  private static Throwable failure(CompletableFuture<?> running) {
    return catchThrowable(running::join).getCause();
  }

  @Test
  void filesOfTwoDealingsAreRefusedAndStayUnused() {
    Roles roles = roles(Protocol.malicious(), 1);
    Map<SessionRole, Path> one = ahead(roles, "one").run(SILENT).files();
    Map<SessionRole, Path> other = ahead(roles, "other").run(SILENT).files();
    roles.start(Map.of(SessionRole.DATA_OWNER, one.get(SessionRole.DATA_OWNER), SessionRole.MODEL_OWNER,
        other.get(SessionRole.MODEL_OWNER))).values()
        .forEach(running -> assertThat(failure(running)).isInstanceOf(AgreementException.class)
            .hasMessageContaining("preprocessing made ahead is "));
    roles.start(one).values().forEach(CompletableFuture::join);
  }

  @Test
  void usedFilesAndTheirCopiesAreRefused() throws IOException {
    Roles roles = roles(Protocol.malicious(), 1);
    Map<SessionRole, Path> files = ahead(roles, "made").run(SILENT).files();
    Path used = files.get(SessionRole.DATA_OWNER);
    Path copy = Files.copy(used, folder.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
    roles.start(files).values().forEach(CompletableFuture::join);
    refused(roles, SessionRole.DATA_OWNER, used,
        "was used before, up to iteration 3: preprocessing serves one session, from its beginning");
    Files.copy(copy, used, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    refused(roles, SessionRole.DATA_OWNER, used,
        "is a copy of a file that was used before: preprocessing serves one session, from its beginning");
  }

  /// The parties have used as much of their material as each other, or they do not begin.
  @Test
  void fileThatIsRestoredWithTheKeysIsRefusedByThePeer() throws IOException {
    Roles roles = roles(Protocol.malicious(), 1);
    Map<SessionRole, Path> files = ahead(roles, "made").run(SILENT).files();
    Path modelOwners = files.get(SessionRole.MODEL_OWNER);
    Path copy = Files.copy(modelOwners, folder.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
    roles.start(files).values().forEach(CompletableFuture::join);
    Files.copy(copy, modelOwners, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.delete(roles.keys(SessionRole.MODEL_OWNER).spentMaterial().file());
    roles.prepare(SessionRole.MODEL_OWNER, modelOwners);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> roles.prepare(SessionRole.DATA_OWNER, files.get(SessionRole.DATA_OWNER)))
        .withMessageContaining("was used before");
  }

  /// A training that is broken off goes on with files of another dealing, made for the batches that are left, and ends as if it had never been, but for what masks round.
  @Test
  void resumedTrainingGoesOnWithOtherFiles() {
    Roles whole = roles(Protocol.malicious(), 4);
    RoleRun.Result expected = whole.train().get(SessionRole.MODEL_OWNER);
    Roles first = whole.keeping(1, false);
    IllegalStateException brokenOff = new IllegalStateException("broken off");
    first.start(ahead(first, "first").run(SILENT).files(), standing -> {
      if (standing.epoch() == 2) {
        throw brokenOff;
      }
    }).values().forEach(running -> assertThat(failure(running)).isNotNull());
    int done = CheckpointFolder.batchesDone(first.checkpoints(SessionRole.DATA_OWNER),
        first.checkpoints(SessionRole.MODEL_OWNER));
    assertThat(done).isBetween(2, 3);

    Roles resumed = whole.keeping(1, true);
    resumed.start(resumedAhead(resumed, done - 1).run(SILENT).files()).values()
        .forEach(running -> assertThat(failure(running)).isInstanceOf(AgreementException.class)
            .hasMessageContaining("goes on after " + (done - 1) + " batches")
            .hasMessageContaining("--batches-done " + done));
    Map<SessionRole, Path> rest = resumedAhead(resumed, done).run(SILENT).files();
    RoleRun.Result found = resumed.start(rest).get(SessionRole.MODEL_OWNER).join();
    expected.weights().forEach((name, weights) -> assertThat(found.weights().get(name).values()).as(name)
        .containsExactly(weights.values(), Offset.offset(1e-4)));
    assertThat(found.session().batchesDone()).isEqualTo(done);
    refused(resumed, SessionRole.MODEL_OWNER, rest.get(SessionRole.MODEL_OWNER),
        "was used before, up to iteration 9: preprocessing serves one session, from its beginning");
  }

  private AheadRun resumedAhead(Roles roles, int batchesDone) {
    return new AheadRun(roles.settings(), Roles.VERSION, roles.examples(), 0, batchesDone,
        folder.resolve("after " + batchesDone), 1);
  }

  @Test
  void trainingHasNoMoreBatchesThanItHas() {
    Roles roles = roles(Protocol.malicious(), 3).keeping(1, true);
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> resumedAhead(roles, 7))
        .withMessage("--batches-done 7, and the training has 2 in each of 3 epochs");
  }

  @Test
  void damageEndsBothPartiesBeforeItIsUsed() throws IOException {
    Roles roles = roles(Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED), 1);
    Map<SessionRole, Path> files = ahead(roles, "made").run(SILENT).files();
    Path modelOwners = files.get(SessionRole.MODEL_OWNER);
    byte[] bytes = Files.readAllBytes(modelOwners);
    bytes[bytes.length / 2] ^= 4;
    Files.write(modelOwners, bytes);
    Map<SessionRole, CompletableFuture<RoleRun.Result>> running = roles.start(files);
    assertThat(failure(running.get(SessionRole.MODEL_OWNER))).isInstanceOf(StoreException.class)
        .hasMessageStartingWith(modelOwners + ": is damaged, the check of message ");
    assertThat(failure(running.get(SessionRole.DATA_OWNER))).isInstanceOf(TransportException.class);
  }
}
