package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.HubReplay;
import org.moiety.experiments.session.KeyFolder;
import org.moiety.experiments.session.ShiftingModelOwner;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.train.Schedule;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Several data owners: as many processes as roles, joined by TLS.
final class HubTest {
  private static final List<String> SMALL = List.of("--model", "tiny.json", "--batch-size", "8", "--learning-rate",
      "0.1");

  @TempDir
  private Path folder;

  @BeforeEach
  void describeASmallModel() throws IOException {
    Cli.describeTinyModel(folder);
  }

  private Cli cli() {
    return Cli.forShortRuns(folder);
  }

  private HubProcesses training(String... common) {
    return new HubProcesses(folder, cli(), SMALL).with(common);
  }

  private static HubReplay replay(Protocol protocol, Schedule schedule, Path model) {
    return new HubReplay(ModelFile.read(model), protocol, schedule, HubProcesses.DATA_OWNERS, 8, 2,
        new BigDecimal("0.1"), 5, 54,
        12);
  }

  private void assertReplayed(Schedule schedule, Security security) throws Exception {
    Protocol protocol = security == Security.MALICIOUS
        ? Protocol.malicious()
        : Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);
    HubReplay.Result expected = replay(protocol, schedule, folder.resolve("tiny.json")).train();
    try (HubProcesses training = training("--epochs", "2", "--seed", "5", "--insecure-seed", "5", "--release", "both",
        "--security", security.name().toLowerCase(Locale.ROOT).replace('_', '-'), "--schedule",
        schedule.name().toLowerCase(Locale.ROOT))) {
      training.startDealer(1, 2, 3);
      training.startModelOwner("--log-file", "model-owner.log", "--log-level", "trace");
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        training.startDataOwner(i);
      }
      JsonNode modelOwner = training.role("model-owner").summary();
      assertThat(modelOwner.get("weightsSha256").asText()).isEqualTo(expected.weightsSha256());
      assertThat(modelOwner.get("examples").asInt()).isEqualTo(54);
      assertThat(modelOwner.get("dataOwners").asInt()).isEqualTo(HubProcesses.DATA_OWNERS);
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        JsonNode summary = training.role(HubProcesses.dataOwner(i)).summary();
        assertThat(summary.get("weightsSha256").asText()).isEqualTo(expected.weightsSha256());
        assertThat(summary.get("testAccuracy").asDouble()).isEqualTo(expected.accuracies().get(i - 1));
        assertThat(summary.get("session")).isEqualTo(modelOwner.get("session"));
        assertThat(summary.get("examples").asInt()).isEqualTo(18);
        assertThat(training.role(HubProcesses.dataOwner(i)).printed("epoch")).hasSize(2);
      }
      assertThat(training.role("dealer").summary().get("weightsSha256").isNull()).isTrue();
      for (RoleProcess process : training.all().values()) {
        assertThat(process.errorLines()).isEmpty();
      }
    }
    assertLogNamesDataOwners(Files.readAllLines(folder.resolve("model-owner.log")));
  }

  /// Iterations are numbered in each session.
  private static void assertLogNamesDataOwners(List<String> lines) {
    assertThat(lines).filteredOn(line -> line.contains(" iteration="))
        .allMatch(line -> line.matches(".* session=[0-9a-f]{16} data-owner=hospital-[123] iteration=\\d+[ :].*"));
    for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
      assertThat(lines).as("%s", i).anyMatch(new Log("DEBUG", i, "iteration=2")::in)
          .anyMatch(new Log("TRACE", i, "iteration=2 layer=dense phase=backward")::in);
    }
  }

  /// A line of the model owner's log.
  private record Log(String level, int dataOwner, String place) {
    boolean in(String line) {
      return line.contains(" " + level + " role=model-owner ")
          && line.endsWith(" data-owner=hospital-" + dataOwner + " " + place + ": begins");
    }
  }

  @Test
  void processesGiveTheWeightsOfThePublicTraining() throws Exception {
    assertReplayed(Schedule.BATCHES, Security.MALICIOUS);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"EPOCHS, MALICIOUS", "BATCHES, SEMI_HONEST"})
  void soTheyDoWithTheOtherScheduleAndLevel(Schedule schedule, Security security) throws Exception {
    assertReplayed(schedule, security);
  }

  /// Each data owner can use the network with the model owner: what the model owner has of each is in a file of its own.
  @Tag("long")
  @Test
  void networkThatNobodyLearnsServesEachDataOwner() throws Exception {
    try (HubProcesses training = training("--release", "none")) {
      training.startDealer(1, 2, 3);
      training.startModelOwner("--save", "net.shares");
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        training.startDataOwner(i, "--save", HubProcesses.dataOwner(i) + ".shares");
      }
      assertThat(training.role("model-owner").summary().get("weightsSha256").isNull()).isTrue();
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        assertThat(training.role(HubProcesses.dataOwner(i)).summary().get("weightsSha256").isNull()).isTrue();
        assertThat(folder.resolve("net.shares.hospital-" + i)).exists();
      }
      training.role("dealer").summary();
    }
    TestImages.png(folder.resolve("digit.png"));
    try (HubProcesses prediction = training()) {
      prediction.without("--learning-rate", "0.1");
      prediction.start("dealer", List.of("dealer", "predict", "--config", "dealer.toml", "--with", "hospital-2",
          "--listen", "127.0.0.1:0", "--model-owner-fingerprint", prediction.fingerprint("model-owner")));
      prediction.start("model-owner",
          List.of("party", "predict", "--role", "model-owner", "--config", "model-owner.toml", "--with", "hospital-2",
              "--weights", "net.shares.hospital-2", "--listen", "127.0.0.1:0", "--dealer", prediction.address("dealer"),
              "--dealer-fingerprint", prediction.fingerprint("dealer")));
      prediction.start(HubProcesses.dataOwner(2), List.of("party", "predict", "--role", "data-owner", "--weights",
          HubProcesses.dataOwner(2) + ".shares", "--dealer", prediction.address("dealer"), "--dealer-fingerprint",
          prediction.fingerprint("dealer"), "--model-owner", prediction.address("model-owner"),
          "--model-owner-fingerprint", prediction.fingerprint("model-owner"), "digit.png"));
      prediction.role(HubProcesses.dataOwner(2)).summary();
      assertThat(prediction.role(HubProcesses.dataOwner(2)).printed("prediction")).hasSize(1);
    }
    Cli.Result choice = cli().run("dealer", "predict", "--config", "dealer.toml", "--keys", "keys-dealer");
    assertThat(choice.exitCode()).isEqualTo(2);
    assertThat(choice.err()).containsExactly(
        "moiety: --with is missing, expected one of hospital-1, hospital-2, hospital-3");
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"dealer, batches", "model-owner, batches", "data-owner-1, batches", "data-owner-3, epochs"})
  void killedRoleEndsTheOthers(String killed, String schedule) throws Exception {
    try (HubProcesses training = training("--epochs", "100000", "--schedule", schedule).startAll()) {
      training.role(HubProcesses.dataOwner(2)).await("iteration", 2);
      training.role(killed).process().destroyForcibly();
      for (Map.Entry<String, RoleProcess> one : training.all().entrySet()) {
        if (!one.getKey().equals(killed)) {
          assertThat(one.getValue().exitCode()).as(one.getKey()).isEqualTo(3);
          assertThat(one.getValue().errorLines()).as(one.getKey()).hasSize(1).first().asString()
              .matches("moiety: the session ended: .*(is lost|did not take).*");
        }
      }
    }
  }

  /// Long before its turn.
  @Tag("long")
  @Test
  void dataOwnerThatWaitsForItsTurnAndIsKilledEndsTheOthers() throws Exception {
    try (HubProcesses training = training("--schedule", "epochs")) {
      training.startDealer(1, 2, 3);
      training.startModelOwner();
      training.startDataOwner(1, 60_000);
      training.startDataOwner(2);
      training.startDataOwner(3);
      training.role(HubProcesses.dataOwner(1)).await("iteration", 1);
      training.role(HubProcesses.dataOwner(3)).process().destroyForcibly();
      for (String role : List.of("dealer", "model-owner", HubProcesses.dataOwner(1), HubProcesses.dataOwner(2))) {
        assertThat(training.role(role).exitCode()).as(role).isEqualTo(3);
        assertThat(training.role(role).errorLines()).as(role).hasSize(1).first().asString()
            .matches("moiety: the session ended: .*is lost.*");
      }
    }
  }

  @Tag("long")
  @Test
  void localRunsSeveralDataOwners() throws Exception {
    List<String> words = List.of("local", "--data-owners", "2", "--release", "none", "--save", "net.shares", "--model",
        "tiny.json", "--batch-size", "8", "--limit", "20", "--test-limit", "10", "--quiet", "--log-file", "local.log");
    Cli.Result result = cli().run(words.toArray(String[]::new));
    assertThat(result.exitCode()).as("%s", result.err()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .anyMatch(line -> line.contains("as one of 2 data owners (a batch at each in turn): one epoch"
            + " of 10 examples"))
        .anyMatch(line -> line.matches("  data owner 2 +10 examples, test accuracy .* % of 5 .*"));
    for (String file : List.of("net.shares.data-owner.1", "net.shares.data-owner.2", "net.shares.model-owner.1",
        "net.shares.model-owner.2", "local.log.data-owner.2", "local.log.dealer")) {
      assertThat(folder.resolve(file)).exists();
    }
    assertThat(result.out()).last().asString()
        .isEqualTo("  ./moiety local predict --weights net.shares --with 1 --model tiny.json IMAGE");
    TestImages.png(folder.resolve("digit.png"));
    List<String> predict = List.of("local", "predict", "--weights", "net.shares", "--model", "tiny.json", "digit.png");
    Cli.Result predicted = cli().run(Stream.concat(predict.stream(), Stream.of("--with", "2")).toArray(String[]::new));
    assertThat(predicted.exitCode()).as("%s", predicted.err()).isZero();
    assertThat(predicted.out()).hasSize(1);
    for (List<String> which : List.of(List.<String>of(), List.of("--with", "3"))) {
      Cli.Result refused = cli()
          .run(Stream.concat(predict.stream(), which.stream()).toArray(String[]::new));
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err())
          .containsExactly("moiety: net.shares are shares of 2 data owners: --with says which, 1 to 2");
    }
  }

  @Tag("long")
  @Test
  void whoNamesTheDataOwnersInAnotherOrderIsFoundOut() throws Exception {
    try (HubProcesses training = training()) {
      training.startDealer(1, 3, 2);
      training.startModelOwner();
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        training.startDataOwner(i);
      }
      for (Map.Entry<String, RoleProcess> one : training.all().entrySet()) {
        assertThat(one.getValue().exitCode()).as(one.getKey()).isEqualTo(2);
        assertThat(one.getValue().errorLines()).as(one.getKey()).hasSize(1).first().asString()
            .contains("told of different data owners: data owner 2 has fingerprint ");
      }
    }
  }

  /// What reaches the second data owner is not what the first one sealed.
  @Tag("long")
  @Test
  void networkThatTheModelOwnerShiftsIsRefused() throws Exception {
    try (HubProcesses training = training("--epochs", "2")) {
      training.startDealer(1, 2, 3);
      List<String> words = new ArrayList<>(
          List.of("--listen", "keys-model-owner", "tiny.json", ManifestVersion.number(),
              training.address("dealer"), training.fingerprint("dealer")));
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        words.add(training.fingerprint(HubProcesses.dataOwner(i)));
      }
      training.fingerprint("model-owner");
      training.add("model-owner", new RoleProcess("model owner", new Cli(folder, ShiftingModelOwner.class), words,
          training.errors("model-owner")));
      for (int i = 1; i <= HubProcesses.DATA_OWNERS; i++) {
        training.startDataOwner(i);
      }
      RoleProcess refuses = training.role(HubProcesses.dataOwner(2));
      assertThat(refuses.exitCode()).isEqualTo(4);
      assertThat(refuses.errorLines())
          .containsExactly("moiety: a party did not follow the protocol: what was taken over"
              + " is not what was handed over");
      for (String other : List.of("dealer", HubProcesses.dataOwner(1), HubProcesses.dataOwner(3))) {
        assertThat(training.role(other).exitCode()).as(other).isEqualTo(3);
        assertThat(training.role(other).printed("summary")).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "party --role data-owner --data-owners 0|--data-owners 0, expected 1 to 100",
      "party --role data-owner --schedule epochs|--schedule is for several data owners",
      "party --role model-owner --data-owners 2|and none is named",
      "dealer --data-owners 2 --to-files x --examples 5|--to-files is for one data owner",
      "dealer --data-owners 3 --data-owner a,F1 --data-owner b,F2|--data-owners 3, and this role names 2",
      "dealer --data-owner a,F1 --data-owner b:7000|--data-owner b:7000, expected NAME,SHA256",
      "dealer --data-owner a,F1 --data-owner a,F2|two data owners have the same name",
      "dealer --data-owner a,F1 --data-owner b,F1|another role",
      "dealer --data-owner a/b,F1|a name of letters",
      "party --role data-owner --data-owner a,F1|for the other roles"})
  void settingsThatCannotBeAreNamed(String words, String message) {
    new KeyFolder(folder.resolve("keys")).create();
    String all = words.replace("F1", "1".repeat(64)).replace("F2", "2".repeat(64)) + " --model "
        + folder.resolve("tiny.json") + " --keys " + folder.resolve("keys") + " --listen 127.0.0.1:0";
    CommandLine commands = ConfigFileTest.commands();
    assertThatThrownBy(() -> ((Callable<?>) commands.parseArgs(all.split(" ")).subcommand().commandSpec().userObject())
        .call()).isInstanceOfAny(UsageException.class, ParameterException.class).hasMessageContaining(message);
  }
}
