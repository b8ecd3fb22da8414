package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.triples.remote.SessionRole;

/// `moiety party` and `moiety dealer`: three processes joined by TLS.
final class SessionTest {
  private static final List<String> SMALL = List.of("--model", "tiny.json", "--batch-size", "16", "--learning-rate",
      "0.1");
  private static final String[] DATA = {"--data", "strokes", "--limit", "40", "--test-limit", "16"};

  @TempDir
  private Path folder;

  @BeforeEach
  void describeASmallModel() throws IOException {
    Cli.describeTinyModel(folder);
  }

  private Cli cli() {
    return Cli.forShortRuns(folder);
  }

  private SessionProcesses session(String... common) {
    return new SessionProcesses(folder, cli(), Cli.words(SMALL, common));
  }

  /// With keys of TLS that change at every MiB.
  private Cli changingKeys() throws IOException {
    Path security = folder.resolve("security.properties");
    Files.writeString(security, "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^20\n");
    return cli().with("-Djava.security.properties=" + security);
  }

  /// What `moiety train` gives in one process.
  private JsonNode inOneProcess(List<String> training) throws Exception {
    List<String> words = Cli.words(training, "--json", "--quiet");
    words.addAll(List.of(DATA));
    words.addFirst("train");
    return cli().run(words.toArray(String[]::new)).summary();
  }

  @ParameterizedTest
  @ValueSource(strings = {"semi-honest", "malicious"})
  void threeProcessesGiveTheWeightsAndCountsOfOne(String security) throws Exception {
    List<String> training = Cli.words(SMALL, "--epochs", "2", "--seed", "5", "--security", security);
    JsonNode expected = inOneProcess(training);
    try (SessionProcesses session = new SessionProcesses(folder, changingKeys(),
        Cli.words(training, "--insecure-seed", "5", "--release", "both")).startAll(
            Cli.words(List.of(DATA), "--save", "w.safetensors")
                .toArray(String[]::new))) {
      JsonNode dataOwner = session.summary(SessionRole.DATA_OWNER);
      JsonNode modelOwner = session.summary(SessionRole.MODEL_OWNER);
      JsonNode dealer = session.summary(SessionRole.DEALER);
      for (String field : List.of("weightsSha256", "testAccuracy", "trainLoss", "counts", "truncationFailureBound")) {
        assertThat(dataOwner.get(field)).as(field).isEqualTo(expected.get(field));
      }
      assertThat(modelOwner.get("weightsSha256")).isEqualTo(expected.get("weightsSha256"));
      assertThat(modelOwner.get("counts")).isEqualTo(expected.get("party1").get("counts"));
      assertThat(modelOwner.get("testAccuracy").isNull()).isTrue();
      assertThat(dealer.get("valuesSent")).isEqualTo(expected.get("dealer").get("values"));
      assertThat(dealer.get("weightsSha256").isNull()).isTrue();
      for (JsonNode role : List.of(dataOwner, modelOwner, dealer)) {
        assertThat(role.get("session")).isEqualTo(dataOwner.get("session"));
        double bytes = role.get("bytesSent").asDouble();
        assertThat(role.get("networkBytes").asDouble()).isBetween(bytes, 1.02 * bytes + 20_000); // and the handshakes
      }
      for (SessionRole role : SessionRole.values()) {
        assertThat(session.errorLines(role)).isEmpty();
      }
    }
    JsonNode evaluated = cli().run("evaluate", "--weights", "w.safetensors", "--limit", "16", "--json")
        .summary();
    assertThat(evaluated.get("testAccuracy")).isEqualTo(expected.get("testAccuracy"));
  }

  /// From some moment on no file may grow beyond a few bytes, as on a disk that is full: what the others have is theirs all the same.
  @Test
  void weightsThatCannotBeSavedAreNotSavedInPart() throws Exception {
    try (SessionProcesses session = session("--epochs", "12")) {
      session.start(SessionRole.DEALER);
      session.start(SessionRole.MODEL_OWNER, "--save", "w.safetensors");
      session.start(SessionRole.DATA_OWNER, DATA);
      session.await(SessionRole.MODEL_OWNER, "start");
      Process limit = new ProcessBuilder("prlimit", "--pid",
          Long.toString(session.process(SessionRole.MODEL_OWNER).pid()), "--fsize=64:64").start();
      assumeTrue(limit.waitFor() == 0);
      assertThat(session.exitCode(SessionRole.MODEL_OWNER)).isEqualTo(2);
      assertThat(session.errorLines(SessionRole.MODEL_OWNER))
          .containsExactly("moiety: w.safetensors: cannot be written (File too large)");
      session.summary(SessionRole.DATA_OWNER);
      session.summary(SessionRole.DEALER);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("safetensors"));
    }
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"semi-honest", "malicious"})
  void weightsAreReleasedToTheModelOwnerAlone(String security) throws Exception {
    List<String> training = Cli.words(SMALL, "--seed", "5", "--security", security);
    JsonNode expected = inOneProcess(training);
    try (SessionProcesses session = new SessionProcesses(folder, cli(), Cli.words(training, "--insecure-seed", "5"))) {
      session.start(SessionRole.DEALER);
      session.start(SessionRole.MODEL_OWNER, "--save", "w.safetensors");
      session.start(SessionRole.DATA_OWNER, DATA);
      JsonNode modelOwner = session.summary(SessionRole.MODEL_OWNER);
      JsonNode dataOwner = session.summary(SessionRole.DATA_OWNER);
      assertThat(modelOwner.get("weightsSha256")).isEqualTo(expected.get("weightsSha256"));
      assertThat(dataOwner.get("weightsSha256").isNull()).isTrue();
      assertThat(dataOwner.get("testAccuracy")).isEqualTo(expected.get("testAccuracy"));
      assertThat(dataOwner.get("release").asText()).isEqualTo("model-owner");
      assertThat(revealed(dataOwner.get("counts"))).isEqualTo(revealed(expected.get("counts")));
      assertThat(revealed(modelOwner.get("counts"))).isZero();
    }
    assertThat(folder.resolve("w.safetensors")).exists();
    Cli.Result refused = cli().run("party", "--role", "data-owner", "--save", "w.safetensors");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).hasSize(1).first().asString().contains("which does not learn the weights");
  }

  /// Values of weights that a role sent to reveal them.
  private static int revealed(JsonNode counts) {
    int values = 0;
    for (JsonNode count : counts) {
      boolean weights = count.get("phase").asText().equals("reveal") && !count.get("layer").asText().equals("softmax");
      values += weights ? count.get("values").asInt() : 0;
    }
    return values;
  }

  @Tag("long")
  @Test
  void secretsAreNewInEverySession() throws Exception {
    List<String> weights = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (SessionProcesses session = session()) {
        session.startAll(DATA);
        JsonNode summary = session.summary(SessionRole.MODEL_OWNER);
        weights.add(summary.get("weightsSha256").asText());
        ids.add(summary.get("session").asText());
      }
    }
    assertThat(weights.getFirst()).isNotEqualTo(weights.getLast());
    assertThat(ids.getFirst()).isNotEqualTo(ids.getLast());
  }

  @Test
  void firstDifferenceIsNamedEverywhere() throws Exception {
    try (SessionProcesses session = new SessionProcesses(folder, cli(), List.of("--model", "tiny.json"))) {
      session.start(SessionRole.DEALER, "--batch-size", "16", "--seed", "1");
      session.start(SessionRole.MODEL_OWNER, "--batch-size", "16", "--seed", "1");
      session.start(SessionRole.DATA_OWNER, "--batch-size", "17", "--seed", "2", "--data", "strokes", "--limit", "40");
      for (SessionRole role : SessionRole.values()) {
        assertThat(session.exitCode(role)).as(role.title()).isEqualTo(2);
      }
      assertThat(session.errorLines(SessionRole.DATA_OWNER)).hasSize(1).first().asString()
          .contains("batch-size is 17 here and 16 at the ");
      for (SessionRole role : List.of(SessionRole.DEALER, SessionRole.MODEL_OWNER)) {
        assertThat(session.errorLines(role)).as(role.title()).hasSize(1).first().asString()
            .contains("batch-size is 16 here and 17 at the data owner");
      }
    }
  }

  @Test
  void anotherFingerprintEndsTheOneWhoConnects() throws Exception {
    try (SessionProcesses session = session("--wait", "60")) {
      session.start(SessionRole.DEALER);
      session.start(SessionRole.MODEL_OWNER, "--dealer-fingerprint", "ab".repeat(32));
      assertThat(session.exitCode(SessionRole.MODEL_OWNER)).isEqualTo(2);
      assertThat(session.errorLines(SessionRole.MODEL_OWNER)).hasSize(1).first().asString()
          .contains("dealer at 127.0.0.1:", "has fingerprint", "expected " + "ab".repeat(32));
      assertThat(session.process(SessionRole.DEALER).isAlive()).isTrue();
    }
  }

  /// For an hour, if nobody ends it.
  private SessionProcesses longSession() {
    return session("--epochs", "100000", "--timeout", "5");
  }

  private static void begin(SessionProcesses session) throws Exception {
    session.startAll(DATA).await(SessionRole.DATA_OWNER, "iteration");
  }

  @ParameterizedTest
  @EnumSource
  void killedRoleEndsTheOthers(SessionRole killed) throws Exception {
    try (SessionProcesses session = longSession()) {
      begin(session);
      session.process(killed).destroyForcibly();
      othersEnd(session, killed);
    }
  }

  /// As behind a pulled cable: the connections stay, and nothing comes.
  @Test
  void silentPartyEndsTheOthers() throws Exception {
    silentRoleEndsTheOthers(SessionRole.MODEL_OWNER);
  }

  @ParameterizedTest
  @EnumSource(names = {"DEALER", "DATA_OWNER"})
  @Tag("long")
  void silentRoleEndsTheOthers(SessionRole stopped) throws Exception {
    try (SessionProcesses session = longSession()) {
      begin(session);
      new ProcessBuilder("kill", "-STOP", Long.toString(session.process(stopped).pid())).start().waitFor();
      othersEnd(session, stopped);
    }
  }

  private static void othersEnd(SessionProcesses session, SessionRole lost) throws Exception {
    for (SessionRole role : lost.others()) {
      assertThat(session.exitCode(role)).as(role.title()).isEqualTo(3);
      assertThat(session.errorLines(role)).as(role.title()).hasSize(1).first().asString()
          .matches("moiety: the session ended: .*(is lost|did not take).*");
    }
  }

  @Test
  void configurationIsMadeAndRead() throws Exception {
    assertThat(cli().run("config", "init", "--role", "dealer", "--out", "dealer.toml").exitCode()).isZero();
    Cli.Result noKeys = cli().run("dealer", "--config", "dealer.toml");
    assertThat(noKeys.exitCode()).isEqualTo(2);
    assertThat(noKeys.err()).hasSize(1).first().asString().contains("keys: has no identity.key");
    Cli.Result again = cli().run("config", "init", "--role", "dealer", "--out", "dealer.toml");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).hasSize(1).first().asString().contains("not overwritten");
  }

  @Test
  void localRunsAllRoles() throws Exception {
    Cli.Result result = cli().run(Cli.words(Cli.words(List.of("local", "--json", "--quiet", "--insecure-seed", "7"),
        DATA), "--model", "tiny.json").toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.summary().get("role").asText()).isEqualTo("data-owner");
    assertThat(result.summary().get("learningRate").asDouble()).isEqualTo(0.1);
    assertThat(result.summary().get("examples").asInt()).isEqualTo(40);
    assertThat(result.summary().get("threads").asInt())
        .isEqualTo(Math.ceilDiv(Runtime.getRuntime().availableProcessors(), 3));

    Cli.Result wrong = cli().run("local", "--data", "nowhere");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).anyMatch(line -> line.contains("no data set 'nowhere'"));
  }

  /// Whichever role it is: one line, and the exit code of a session that was lost.
  @ParameterizedTest
  @ValueSource(strings = {"dealer", "model-owner", "data-owner"})
  void localTellsThatARoleWasKilled(String killed) throws Exception {
    Process local = cli().start(Cli.words(Cli.words(List.of("local", "--json", "--quiet", "--epochs", "100000"), DATA),
        "--model", "tiny.json"), folder.resolve("err"));
    try (var out = local.inputReader()) {
      for (String line; (line = out.readLine()) != null && !line.contains("\"iteration\"");) {
        assertThat(line).isNotEmpty();
      }
      List<ProcessHandle> roles = local.children()
          .sorted(Comparator.comparing(child -> child.info().startInstant().orElseThrow())).toList();
      ProcessHandle role = roles.get(List.of("dealer", "model-owner", "data-owner").indexOf(killed));
      assertThat(role.destroyForcibly()).isTrue();
      assertThat(local.waitFor()).isEqualTo(3);
    } finally {
      local.destroy();
    }
    assertThat(Cli.errLines(folder.resolve("err"))).containsExactly(
        "moiety: the session ended: the " + killed.replace('-', ' ') + " was ended by signal 9");
  }

  @Tag("long")
  @Test
  void localEndsItsRolesWithItself() throws Exception {
    Process local = cli().start(Cli.words(Cli.words(List.of("local", "--json", "--quiet", "--epochs", "100000"), DATA),
        "--model", "tiny.json"), folder.resolve("err"));
    try (var out = local.inputReader()) {
      for (String line; (line = out.readLine()) != null && !line.contains("\"iteration\"");) {
        assertThat(line).isNotEmpty();
      }
      List<ProcessHandle> roles = local.children().toList();
      assertThat(roles).hasSize(3);
      local.destroy();
      assertThat(local.waitFor()).isEqualTo(143);
      for (ProcessHandle role : roles) {
        role.onExit().join();
      }
    }
  }
}
