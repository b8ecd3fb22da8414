package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.random.PublicRandom;
import org.moiety.experiments.run.ModelShares;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.session.HubReplay;
import org.moiety.layers.file.SharesFile;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.train.Schedule;
import org.moiety.layers.train.TrainingListener;

/// Trainings with several data owners, between processes, that are broken off and go on. Batches are 3 of each data owner in an epoch, 9 together.
final class HubResumeTest {
  private static final List<String> SMALL = List.of("--model", "tiny.json", "--batch-size", "8", "--learning-rate",
      "0.1", "--checkpoint-every", "2");
  private static final List<String> ROLES = List.of(HubProcesses.DEALER, HubProcesses.MODEL_OWNER,
      HubProcesses.dataOwner(1), HubProcesses.dataOwner(2), HubProcesses.dataOwner(3));
  private static final List<String> PARTIES = ROLES.subList(1, ROLES.size());
  /// For each kill: a session gets some batches further before it is over.
  private static final int EPOCHS = 3;
  private static final String[] LONG = {"--epochs", "100000"};
  private static final long SEED = 21;
  /// What other masks make of weights; a batch more or less makes a hundred times that.
  private static final Offset<Double> ROUNDING = Offset.offset(1e-4);

  @TempDir
  private Path folder;

  @BeforeEach
  void describeASmallModel() throws IOException {
    Cli.describeTinyModel(folder);
  }

  private HubProcesses training(String... common) {
    return new HubProcesses(folder, Cli.forShortRuns(folder), SMALL).with("--timeout", "30")
        .with(common);
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  private List<Path> kept(String party) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(party))) {
      return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-")).sorted().toList();
    }
  }

  private static void othersEnd(HubProcesses training, String lost) throws Exception {
    for (Map.Entry<String, RoleProcess> one : training.all().entrySet()) {
      if (!one.getKey().equals(lost)) {
        assertThat(one.getValue().exitCode()).as("%s: %s", one.getKey(), one.getValue().errorLines()).isEqualTo(3);
        assertThat(one.getValue().errorLines()).as(one.getKey()).hasSize(1).first().asString()
            .startsWith("moiety: the session ended: ");
      }
    }
  }

  /// Leaves two checkpoints at each party.
  private void breakOff(String... common) throws Exception {
    try (HubProcesses training = training(with(LONG, common)).startAllWithCheckpoints()) {
      for (String party : PARTIES) {
        training.role(party).await("checkpoint", 3);
      }
      training.role(HubProcesses.DEALER).process().destroyForcibly();
      othersEnd(training, HubProcesses.DEALER);
    }
  }

  /// Each time another role, killed upon another line of another role; each time all go on. With one seed for the first weights it ends with the weights and the reports of the public training that was never broken off, but for what masks round.
  private void killedAgainAndAgain(int kills, Schedule schedule) throws Exception {
    PublicRandom random = new PublicRandom(SEED);
    int epochs = EPOCHS * kills;
    String[] common = {"--epochs", Integer.toString(epochs), "--seed", "5", "--insecure-seed", "5", "--schedule",
        schedule == Schedule.EPOCHS ? "epochs" : "batches"};
    List<String> sessions = new ArrayList<>();
    for (int kill = 0; kill < kills; kill++) {
      try (HubProcesses training = training(kill == 0 ? common : with(common, "--resume")).startAllWithCheckpoints()) {
        if (kill == 0) { // before there is anything to go on from
          for (String party : PARTIES) {
            training.role(party).await("checkpoint", 2);
          }
        }
        String killed = ROLES.get(random.nextInt(ROLES.size()));
        switch (random.nextInt(3)) {
          case 0 -> training.role(HubProcesses.dataOwner(1 + random.nextInt(3))).await("iteration",
              1 + random.nextInt(2));
          case 1 -> training.role(PARTIES.get(random.nextInt(PARTIES.size()))).await("checkpoint",
              1 + random.nextInt(2));
          default -> training.role(ROLES.get(random.nextInt(ROLES.size()))).await("start", 1);
        }
        training.role(killed).process().destroyForcibly();
        othersEnd(training, killed);
        training.role(ROLES.get(killed.equals(ROLES.getFirst()) ? 1 : 0)).printed("start")
            .forEach(start -> sessions.add(start.get("session").asText()));
      }
    }
    assertThat(sessions).doesNotHaveDuplicates();
    HubReplay.Result expected = new HubReplay(ModelFile.read(folder.resolve("tiny.json")), Protocol.malicious(),
        schedule, HubProcesses.DATA_OWNERS, 8, epochs, new BigDecimal("0.1"), 5, 54, 12).train();
    try (HubProcesses training = training(with(common, "--resume")).startAllWithCheckpoints()) {
      assertThat(training.role(HubProcesses.MODEL_OWNER).summary().get("batchesDone").asInt()).isPositive();
      Map<String, double[]> weights = SavedModel.read(folder.resolve("weights.safetensors")).weights();
      expected.weights().forEach((name, revealed) -> assertThat(weights.get(name)).as(name)
          .containsExactly(revealed.values(), ROUNDING));
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        JsonNode summary = training.role(HubProcesses.dataOwner(i)).summary();
        TrainingListener.Epoch last = expected.epochs().get(i - 1).getLast();
        assertThat(summary.get("testAccuracy").asDouble()).isEqualTo(expected.accuracies().get(i - 1), ROUNDING);
        assertThat(summary.get("trainLoss").asDouble()).isEqualTo(last.trainLoss(), ROUNDING);
        assertThat(summary.get("trainAccuracy").asDouble()).isEqualTo(last.trainAccuracy(), ROUNDING);
      }
      assertThat(training.role(HubProcesses.DEALER).exitCode()).isZero();
    }
  }

  @Test
  void killedRolesComeBackAndTheTrainingEnds() throws Exception {
    killedAgainAndAgain(2, Schedule.BATCHES);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"BATCHES", "EPOCHS"})
  void trainingEndsThoughRolesWereKilledTenTimes(Schedule schedule) throws Exception {
    killedAgainAndAgain(10, schedule);
  }

  /// All keep the same checkpoints; shares are at the model owner and at that data owner which had the network. Who lacks the last one takes the others back to the one before.
  @Tag("long")
  @Test
  void whoIsOneCheckpointBehindTakesTheOthersBack() throws Exception {
    breakOff();
    List<Path> last = kept(HubProcesses.MODEL_OWNER);
    assertThat(last).hasSize(2);
    for (Path file : last) {
      List<String> holders = new ArrayList<>();
      for (String party : PARTIES) {
        Path own = folder.resolve(party).resolve(file.getFileName());
        if (Files.exists(own) && ModelShares.read(own).hasShares()) {
          holders.add(party);
        }
      }
      assertThat(holders).hasSizeBetween(1, 2).contains(HubProcesses.MODEL_OWNER);
    }
    Path behind = kept(HubProcesses.dataOwner(2)).getLast();
    Files.delete(behind);
    String before = kept(HubProcesses.dataOwner(2)).getLast().getFileName().toString();
    try (HubProcesses training = training(with(LONG, "--resume")).startAllWithCheckpoints()) {
      for (String role : ROLES) {
        training.role(role).await("start", 1);
        assertThat(training.role(role).printed("start").getFirst().get("batchesDone").asInt()).as(role)
            .isEqualTo(Integer.parseInt(before.split("-")[1]));
      }
      for (String party : PARTIES) {
        training.role(party).await("checkpoint", 2);
      }
    }
  }

  private void refused(List<String> by, String line, String... common) throws Exception {
    try (HubProcesses training = training(common).startAllWithCheckpoints()) {
      for (String role : by) {
        assertThat(training.role(role).exitCode()).as("%s: %s", role, training.role(role).errorLines()).isEqualTo(2);
        assertThat(training.role(role).errorLines()).as(role).hasSize(1).first().asString().contains(line);
      }
      for (String role : ROLES) {
        assertThat(training.role(role).exitCode()).as(role).isIn(2, 3);
        assertThat(training.role(role).printed("summary")).isEmpty();
      }
    }
  }

  private void swap(String one, String other) throws IOException {
    Files.move(folder.resolve(one), folder.resolve("moved"));
    Files.move(folder.resolve(other), folder.resolve(one));
    Files.move(folder.resolve("moved"), folder.resolve(other));
  }

  @Tag("long")
  @Test
  void otherMixesAreRefused() throws Exception {
    breakOff();
    // Two data owners who change places: all settings are alike.
    swap(HubProcesses.dataOwner(1), HubProcesses.dataOwner(2));
    refused(List.of(HubProcesses.dataOwner(1)),
        "the checkpoints are of another training: this data owner's number is 1 here and was 2",
        with(LONG, "--resume"));
    swap(HubProcesses.dataOwner(1), HubProcesses.dataOwner(2));
    refused(PARTIES, "the checkpoints are of another training: schedule is epochs here and was batches",
        with(LONG, "--resume", "--schedule", "epochs"));
    // A file without shares is no network.
    Path without = null;
    for (int i = 1; i <= HubProcesses.DATA_OWNERS && without == null; i++) {
      for (Path file : kept(HubProcesses.dataOwner(i))) {
        without = ModelShares.read(file).hasShares() ? without : file;
      }
    }
    TestImages.png(folder.resolve("digit.png"));
    Cli.Result predicted = new Cli(folder).run("party", "predict", "--role", "data-owner", "--keys",
        "keys-data-owner-1", "--dealer", "127.0.0.1:9", "--model-owner", "127.0.0.1:9", "--dealer-fingerprint",
        "ab".repeat(32), "--model-owner-fingerprint", "cd".repeat(32), "--model", "tiny.json", "--weights",
        String.valueOf(without), "digit.png");
    assertThat(predicted.exitCode()).isEqualTo(2);
    assertThat(predicted.err()).hasSize(1).first().asString().contains("has no shares: the network was at another");
    // One party's of another training.
    for (String party : PARTIES) {
      Files.move(folder.resolve(party), folder.resolve("first-" + party));
    }
    breakOff();
    for (String odd : List.of(HubProcesses.MODEL_OWNER, HubProcesses.dataOwner(3))) {
      swap(odd, "first-" + odd);
      refused(ROLES, "the parties have no checkpoint in common: data owner 1 has that after ", with(LONG, "--resume"));
      swap(odd, "first-" + odd);
    }
    // They are in the way, or there is none.
    try (HubProcesses training = training(LONG)) {
      training.startDealer(1, 2, 3);
      training.startModelOwner("--checkpoint", HubProcesses.MODEL_OWNER);
      RoleProcess alone = training.role(HubProcesses.MODEL_OWNER);
      assertThat(alone.exitCode()).isEqualTo(2);
      assertThat(alone.errorLines()).hasSize(1).first().asString().contains("has checkpoints of a training already");
    }
    Files.move(folder.resolve(HubProcesses.dataOwner(3)), folder.resolve("away"));
    try (HubProcesses training = training(with(LONG, "--resume", "--wait", "5")).startAllWithCheckpoints()) {
      RoleProcess alone = training.role(HubProcesses.dataOwner(3));
      assertThat(alone.exitCode()).isEqualTo(2);
      assertThat(alone.errorLines()).hasSize(1).first().asString().contains("has no checkpoint to go on from");
    }
  }

  /// In a file that is well-formed, at the data owner that has the network: it is found out.
  @Tag("long")
  @Test
  void changedShareIsDetected() throws Exception {
    breakOff();
    for (String party : PARTIES.subList(1, PARTIES.size())) {
      for (Path file : kept(party)) {
        if (ModelShares.read(file).hasShares()) {
          ResumeTest.changeShare(file);
        }
      }
    }
    try (HubProcesses training = training(with(LONG, "--resume")).startAllWithCheckpoints()) {
      List<Integer> codes = new ArrayList<>();
      for (String role : ROLES) {
        codes.add(training.role(role).exitCode());
        assertThat(training.role(role).errorLines()).as(role).hasSize(1).first().asString()
            .startsWith(codes.getLast() == 4
                ? "moiety: a party did not follow the protocol: a stored share is not what it was when it was stored"
                : "moiety: the session ended: ");
      }
      assertThat(codes).contains(4).isSubsetOf(3, 4);
    }
  }

  /// From some moment on no file may grow beyond a few bytes, as on a disk that is full: also where there are no shares to write.
  @Tag("long")
  @ParameterizedTest
  @CsvSource({"model-owner", "data-owner-1", "data-owner-3"})
  void fullDiskEndsTheSessionAndLeavesTheCheckpoint(String full) throws Exception {
    try (HubProcesses training = training(LONG).startAllWithCheckpoints()) {
      training.role(full).await("checkpoint", 2);
      Process limit = new ProcessBuilder("prlimit", "--pid", Long.toString(training.role(full).process().pid()),
          "--fsize=512:512").start();
      assumeTrue(limit.waitFor() == 0);
      assertThat(training.role(full).exitCode()).isEqualTo(2);
      assertThat(training.role(full).errorLines()).hasSize(1).first().asString()
          .matches("moiety: .*/?" + full + "/checkpoint-.*\\.shares: cannot be written \\(File too large\\)");
      othersEnd(training, full);
    }
    assertThat(kept(full)).hasSize(2).allSatisfy(ModelShares::read);
    try (HubProcesses training = training(with(LONG, "--resume")).startAllWithCheckpoints()) {
      for (String party : PARTIES) {
        training.role(party).await("checkpoint", 2);
      }
    }
  }

  @Tag("long")
  @Test
  void localGoesOnWithSeveralDataOwners() throws Exception {
    String[] words = {"local", "--data-owners", "2", "--limit", "32", "--test-limit", "8", "--epochs", "2",
        "--checkpoint", "kept", "--json"};
    String[] all = Stream.concat(Arrays.stream(words), SMALL.stream()).toArray(String[]::new);
    Cli cli = Cli.forShortRuns(folder);
    assertThat(cli.run(all).summary().get("batchesDone").asInt()).isZero();
    for (String party : List.of("model-owner", "data-owner.1", "data-owner.2")) {
      assertThat(kept("kept/" + party)).as(party).hasSize(2);
    }
    Cli.Result again = cli.run(all);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).anyMatch(line -> line.contains("has checkpoints of a training already"));
    JsonNode resumed = cli.run(with(all, "--resume")).summary();
    assertThat(resumed.get("batchesDone").asInt()).isEqualTo(8);
    assertThat(resumed.get("trainLoss").isNumber()).isTrue();
  }
}
