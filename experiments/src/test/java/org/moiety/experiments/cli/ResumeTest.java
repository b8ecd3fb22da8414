package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moiety.engine.random.PublicRandom;
import org.moiety.experiments.run.ModelShares;
import org.moiety.experiments.run.SavedModel;
import org.moiety.layers.file.SharesFile;
import org.moiety.triples.remote.SessionRole;

/// Trainings between processes that are broken off and go on.
final class ResumeTest {
  /// What other masks make of weights; a batch more or less makes a hundred times that.
  private static final Offset<Double> ROUNDING = Offset.offset(1e-4);
  private static final List<String> SMALL = List.of("--model", "tiny.json", "--batch-size", "8", "--learning-rate",
      "0.1", "--security", "malicious");
  private static final String[] DATA = {"--data", "strokes", "--limit", "40", "--test-limit", "16"};
  /// For each kill: a session gets some batches further before it is over.
  private static final int EPOCHS = 6;
  private static final String[] NONE = {};
  private static final long SEED = 20;

  @TempDir
  private Path folder;

  @BeforeEach
  void describeASmallModel() throws IOException {
    Files.writeString(folder.resolve("tiny.json"), """
        {"input": [1, 28, 28], "layers": [
          {"type": "conv2d", "filters": 2, "kernel": 5, "stride": 3}, {"type": "average_pooling2d", "size": 2},
          {"type": "relu"}, {"type": "flatten"}, {"type": "dropout", "rate": 0.25}, {"type": "dense", "units": 10}]}
        """);
  }

  private Cli cli() {
    return Cli.forShortRuns(folder);
  }

  /// All roles of a session with checkpoints after every second batch.
  private SessionProcesses session(String... common) throws IOException {
    return start(new SessionProcesses(folder, cli(),
        Cli.words(Cli.words(SMALL, "--checkpoint-every", "2", "--timeout", "5"), common)));
  }

  private static SessionProcesses start(SessionProcesses session) throws IOException {
    session.start(SessionRole.DEALER);
    session.start(SessionRole.MODEL_OWNER, "--checkpoint", "model-owner", "--save", "weights.safetensors");
    session.start(SessionRole.DATA_OWNER, Cli.words(List.of(DATA), "--checkpoint", "data-owner").toArray(NONE));
    return session;
  }

  private Path[] kept(String party) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(party))) {
      return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-")).sorted()
          .toArray(Path[]::new);
    }
  }

  private static void othersEnd(SessionProcesses session, SessionRole lost) throws Exception {
    for (SessionRole role : lost.others()) {
      assertThat(session.exitCode(role)).as("%s: %s", role.title(), session.errorLines(role)).isEqualTo(3);
      assertThat(session.errorLines(role)).as(role.title()).hasSize(1).first().asString()
          .startsWith("moiety: the session ended: ");
    }
  }

  /// Leaves two checkpoints at each party.
  private void breakOff(String... common) throws Exception {
    try (SessionProcesses session = session(Cli.words(List.of("--epochs", "100000"), common).toArray(NONE))) {
      session.await(SessionRole.DATA_OWNER, "checkpoint", 3);
      session.await(SessionRole.MODEL_OWNER, "checkpoint", 3);
      session.process(SessionRole.DEALER).destroyForcibly();
      othersEnd(session, SessionRole.DEALER);
    }
  }

  private static JsonNode started(SessionProcesses session, SessionRole role) throws Exception {
    session.await(role, "start");
    return session.lines(role).stream().filter(line -> line.get("event").asText().equals("start")).findFirst()
        .orElseThrow();
  }

  /// Each time another role, killed upon another line of another role; each time all go on. With one seed for the first weights it ends with the weights of one process, but for what masks round.
  private void killedAgainAndAgain(int kills) throws Exception {
    PublicRandom random = new PublicRandom(SEED);
    String epochs = Integer.toString(EPOCHS * kills);
    String[] common = {"--epochs", epochs, "--seed", "5", "--insecure-seed", "5"};
    List<String> resumed = Cli.words(List.of(common), "--resume");
    List<String> sessions = new ArrayList<>();
    for (int kill = 0; kill < kills; kill++) {
      try (SessionProcesses session = session(kill == 0 ? common : resumed.toArray(NONE))) {
        if (kill == 0) { // before there is anything to go on from
          session.await(SessionRole.DATA_OWNER, "checkpoint");
          session.await(SessionRole.MODEL_OWNER, "checkpoint");
        }
        SessionRole killed = SessionRole.values()[random.nextInt(3)];
        switch (random.nextInt(3)) {
          case 0 -> session.await(SessionRole.DATA_OWNER, "iteration", 1 + random.nextInt(4));
          case 1 -> session.await(SessionRole.values()[random.nextInt(2)], "checkpoint", 1 + random.nextInt(2));
          default -> session.await(SessionRole.values()[random.nextInt(3)], "start");
        }
        session.process(killed).destroyForcibly();
        othersEnd(session, killed);
        sessions.add(session.lines(killed.others().getFirst()).stream()
            .filter(line -> line.get("event").asText().equals("start")).findFirst().map(line -> line.get("session")
                .asText())
            .orElse("none " + kill));
      }
    }
    assertThat(sessions).doesNotHaveDuplicates();
    List<String> whole = Cli.words(Cli.words(SMALL, "--json", "--quiet", "--epochs", epochs, "--seed", "5", "--save",
        "whole.safetensors"), DATA);
    whole.addFirst("train");
    JsonNode expected = cli().run(whole.toArray(NONE)).summary();
    try (SessionProcesses session = session(resumed.toArray(NONE))) {
      JsonNode dataOwner = session.summary(SessionRole.DATA_OWNER);
      assertThat(session.exitCode(SessionRole.MODEL_OWNER)).isZero();
      assertThat(session.exitCode(SessionRole.DEALER)).isZero();
      Map<String, double[]> weights = SavedModel.read(folder.resolve("weights.safetensors")).weights();
      SavedModel.read(folder.resolve("whole.safetensors")).weights().forEach(
          (name, values) -> assertThat(weights.get(name)).as(name).containsExactly(values, ROUNDING));
      for (String field : List.of("testAccuracy", "trainLoss", "trainAccuracy")) {
        assertThat(dataOwner.get(field).asDouble()).as(field).isEqualTo(expected.get(field).asDouble(), ROUNDING);
      }
    }
  }

  @Test
  void killedRolesComeBackAndTheTrainingEnds() throws Exception {
    killedAgainAndAgain(3);
  }

  @Test
  @Tag("long")
  void trainingEndsThoughRolesWereKilledTwentyTimes() throws Exception {
    killedAgainAndAgain(20);
  }

  @Tag("long")
  @Test
  void partyThatIsOneCheckpointAheadGoesBack() throws Exception {
    breakOff();
    Path[] ahead = kept("data-owner");
    Path[] behind = kept("model-owner");
    for (Path file : ahead) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }
    assertThat(behind).hasSize(2);
    Files.delete(behind[1]);
    Files.writeString(folder.resolve("model-owner/.checkpoint-000000009.shares.1-0.tmp"), "half written");
    try (SessionProcesses session = session("--epochs", "100000", "--resume")) {
      for (SessionRole role : SessionRole.values()) {
        assertThat(started(session, role).get("batchesDone").asInt()).as(role.title()).isEqualTo(number(ahead[0]));
      }
      session.await(SessionRole.DATA_OWNER, "checkpoint", 2);
      session.await(SessionRole.MODEL_OWNER, "checkpoint", 2);
    }
    assertThat(folder.resolve("model-owner/.checkpoint-000000009.shares.1-0.tmp")).doesNotExist();
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().split("-")[1]);
  }

  @Tag("long")
  @Test
  void otherMixesAreRefused() throws Exception {
    breakOff();
    Files.move(folder.resolve("data-owner"), folder.resolve("first"));
    Files.move(folder.resolve("model-owner"), folder.resolve("second"));
    breakOff("--seed", "3");
    // One party's of one session, the other's of another.
    Files.move(folder.resolve("model-owner"), folder.resolve("third"));
    Files.move(folder.resolve("second"), folder.resolve("model-owner"));
    refused("the parties have no checkpoint in common: the data owner has that after ", "--epochs", "100000",
        "--resume");
    // Of one session, but with other settings.
    Files.move(folder.resolve("data-owner"), folder.resolve("fourth"));
    Files.move(folder.resolve("first"), folder.resolve("data-owner"));
    try (SessionProcesses session = session("--epochs", "100001", "--resume")) {
      for (SessionRole role : List.of(SessionRole.DATA_OWNER, SessionRole.MODEL_OWNER)) {
        assertThat(session.exitCode(role)).as(role.title()).isEqualTo(2);
        assertThat(session.errorLines(role)).containsExactly(
            "moiety: the checkpoints are of another training: epochs is 100001 here and was 100000");
      }
    }
    // Not one's own, none at all, and those of another training in the way.
    alone(2, "is no checkpoint of this party", "--checkpoint", "model-owner", "--checkpoint-every", "2", "--resume");
    alone(2, "has no checkpoint to go on from", "--checkpoint", "empty", "--checkpoint-every", "2", "--resume");
    alone(2, "has checkpoints of a training already", "--checkpoint", "data-owner", "--checkpoint-every", "2");
    alone(2, "in which folder?", "--checkpoint-every", "2");
    alone(2, "after how many batches?", "--checkpoint", "data-owner");
    alone(2, "--resume goes on from checkpoints", "--resume");
  }

  private void refused(String line, String... common) throws Exception {
    try (SessionProcesses session = session(common)) {
      for (SessionRole role : SessionRole.values()) {
        assertThat(session.exitCode(role)).as(role.title()).isEqualTo(2);
        assertThat(session.errorLines(role)).as(role.title()).hasSize(1).first().asString()
            .startsWith("moiety: " + line);
      }
    }
  }

  /// A data owner that does not get so far as to look for the others.
  private void alone(int code, String line, String... words) throws Exception {
    Cli.Result result = cli().run(Cli
        .words(Cli.words(Cli.words(List.of("party", "--role", "data-owner", "--keys", "keys-data-owner",
            "--dealer", "127.0.0.1:9", "--model-owner", "127.0.0.1:9", "--dealer-fingerprint", "ab".repeat(32),
            "--model-owner-fingerprint", "cd".repeat(32), "--wait", "1"), DATA), SMALL.toArray(NONE)), words)
        .toArray(NONE));
    assertThat(result.exitCode()).as("%s", result.err()).isEqualTo(code);
    assertThat(result.err()).hasSize(1).first().asString().contains(line);
  }

  /// The file stays well-formed.
  static void changeShare(Path file) {
    ModelShares kept = ModelShares.read(file);
    List<SharesFile.Entry> tensors = new ArrayList<>(kept.tensors());
    SharesFile.Entry last = tensors.removeLast();
    byte[] share = last.share().clone();
    share[16] ^= 1;
    tensors.add(new SharesFile.Entry(last.name(), last.shape(), share, last.mac()));
    new ModelShares(kept.party(), kept.id(), kept.model(), kept.precision(), kept.agreed(), kept.progress(), kept.key(),
        tensors).write(file);
  }

  /// A share that is another one, in a file that is well-formed: both find out, and say so. Who is first has told the other all that it needs.
  @Test
  void changedShareIsDetected() throws Exception {
    breakOff();
    for (Path file : kept("data-owner")) {
      changeShare(file);
    }
    try (SessionProcesses session = session("--epochs", "100000", "--resume")) {
      for (SessionRole role : List.of(SessionRole.DATA_OWNER, SessionRole.MODEL_OWNER)) {
        assertThat(session.exitCode(role)).as("%s: %s", role.title(), session.errorLines(role)).isEqualTo(4);
        assertThat(session.errorLines(role)).containsExactly("moiety: a party did not follow the protocol: a stored "
            + "share is not what it was when it was stored");
      }
      assertThat(session.exitCode(SessionRole.DEALER)).isEqualTo(3);
    }
  }

  /// From some moment on no file may grow beyond a few bytes, as on a disk that is full.
  @Tag("long")
  @ParameterizedTest
  @EnumSource(names = {"DATA_OWNER", "MODEL_OWNER"})
  void fullDiskEndsTheSessionAndLeavesTheCheckpoint(SessionRole full) throws Exception {
    String party = full == SessionRole.DATA_OWNER ? "data-owner" : "model-owner";
    try (SessionProcesses session = session("--epochs", "100000")) {
      session.await(full, "checkpoint", 2);
      Process limit = new ProcessBuilder("prlimit", "--pid", Long.toString(session.process(full).pid()),
          "--fsize=1024:1024").start();
      assumeTrue(limit.waitFor() == 0);
      assertThat(session.exitCode(full)).isEqualTo(2);
      assertThat(session.errorLines(full)).hasSize(1).first().asString()
          .matches("moiety: .*/?" + party + "/checkpoint-.*\\.shares: cannot be written \\(File too large\\)");
      othersEnd(session, full);
    }
    assertThat(kept(party)).hasSize(2).allSatisfy(ModelShares::read);
    try (SessionProcesses session = session("--epochs", "100000", "--resume")) {
      session.await(full, "checkpoint", 2);
    }
  }

  /// A role whose heap is too small for its batches.
  @ParameterizedTest
  @EnumSource
  void roleWithoutMemoryEndsTheSession(SessionRole small) throws Exception {
    SessionProcesses session = new SessionProcesses(folder, cli(), List.of("--model", "shallow", "--batch-size", "500",
        "--security", "malicious", "--timeout", "5")).with(small, Cli.forShortRuns(folder).with(
            "-Xmx48m"));
    try (session) {
      session.startAll("--data", "strokes", "--limit", "500", "--test-limit", "0");
      assertThat(session.exitCode(small)).as("%s", session.errorLines(small)).isIn(1, 3);
      assertThat(session.errorLines(small)).hasSize(1).first().asString().contains("out of memory");
      othersEnd(session, small);
    }
  }
}
