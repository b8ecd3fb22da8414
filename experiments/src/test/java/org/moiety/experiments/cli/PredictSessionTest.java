package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.triples.remote.SessionRole;

/// `moiety party predict` and `moiety dealer predict`: three processes that classify images.
final class PredictSessionTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-6);
  private static final String[] DATA = {"--data", "strokes", "--limit", "40", "--test-limit", "0"};

  @TempDir
  private Path folder;

  @BeforeEach
  void describeASmallModel() throws IOException {
    Cli.describeTinyModel(folder);
    TestImages.png(folder.resolve("digit.png"));
    TestImages.idx(folder.resolve("digits.idx"), 3);
  }

  private Cli cli() {
    return Cli.forShortRuns(folder);
  }

  private static String[] words(List<String> words, String... more) {
    return Cli.words(words, more).toArray(String[]::new);
  }

  /// Leaves the shares in `data-owner.shares` and `model-owner.shares`.
  private void trainInShares(List<String> common, String seed) throws Exception {
    List<String> all = List.of(words(common, "--learning-rate", "0.1", "--release", "none", "--insecure-seed", seed,
        "--seed", "5"));
    try (SessionProcesses session = new SessionProcesses(folder, cli(), all)) {
      session.start(SessionRole.DEALER);
      session.start(SessionRole.MODEL_OWNER, "--save", "model-owner.shares");
      session.start(SessionRole.DATA_OWNER, words(List.of(DATA), "--save", "data-owner.shares"));
      for (SessionRole role : SessionRole.values()) {
        assertThat(session.summary(role).get("weightsSha256").isNull()).isTrue();
      }
    }
  }

  private SessionProcesses prediction(List<String> common) {
    return new SessionProcesses(folder, cli(), common).doing("predict");
  }

  private List<JsonNode> predicted(SessionProcesses session, String network, String... dataOwner) throws Exception {
    session.start(SessionRole.DEALER);
    session.start(SessionRole.MODEL_OWNER, "--weights", network);
    session.start(SessionRole.DATA_OWNER, words(List.of(dataOwner), "digit.png", "digits.idx"));
    for (SessionRole role : SessionRole.values()) {
      assertThat(session.summary(role).get("examples").asInt()).isEqualTo(4);
      assertThat(session.errorLines(role)).isEmpty();
    }
    assertThat(session.printed(SessionRole.MODEL_OWNER, "prediction")).isEmpty();
    assertThat(session.printed(SessionRole.DEALER, "prediction")).isEmpty();
    return session.printed(SessionRole.DATA_OWNER, "prediction");
  }

  private static double[] probabilities(JsonNode prediction) {
    return prediction.get("probabilities").valueStream().mapToDouble(JsonNode::asDouble).toArray();
  }

  /// The public evaluation: bit for bit that of a network which the model owner has; of one in shares, which has other masks, but for what these round.
  @ParameterizedTest
  @ValueSource(strings = {"semi-honest", "malicious"})
  void predictionIsThePublicOne(String security) throws Exception {
    List<String> common = List.of("--model", "tiny.json", "--batch-size", "2", "--security", security);
    trainInShares(common, "5");
    cli().run(words(List.of("train", "--seed", "5", "--learning-rate", "0.1", "--save", "w.safetensors", "--json"),
        words(common, DATA))).summary();
    List<JsonNode> expected = cli().run("predict", "--weights", "w.safetensors", "--batch-size", "2", "--tensor",
        "public", "--rounding", "replay", "--seed", "9", "--json", "digit.png", "digits.idx").json().stream()
        .filter(line -> line.get("event").asText().equals("prediction")).toList();
    assertThat(expected).hasSize(4);
    List<String> all = List.of(words(common, "--insecure-seed", "9"));
    try (SessionProcesses session = prediction(all)) {
      List<JsonNode> found = predicted(session, "model-owner.shares", "--weights", "data-owner.shares");
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i).get("image")).isEqualTo(expected.get(i).get("image"));
        assertThat(probabilities(found.get(i))).containsExactly(probabilities(expected.get(i)), ROUNDING);
      }
    }
    try (SessionProcesses session = prediction(all)) {
      assertThat(predicted(session, "w.safetensors")).isEqualTo(expected);
    }
  }

  @Tag("long")
  @Test
  void localPredictsFromSharesThatLocalLeft() throws Exception {
    List<String> common = List.of("--model", "tiny.json", "--batch-size", "16", "--quiet");
    Cli.Result trained = cli().run(words(List.of("local", "--release", "none", "--save", "net.shares"),
        words(common, DATA)));
    assertThat(trained.exitCode()).as("%s", trained.err()).isZero();
    assertThat(String.join("\n", trained.out())).contains("Nobody has learned the trained weights");
    Cli.Result predicted = cli().run(words(List.of("local", "predict", "--weights", "net.shares"),
        words(common, "digit.png", "digits.idx")));
    assertThat(predicted.exitCode()).as("%s", predicted.err()).isZero();
    assertThat(predicted.out()).hasSize(4).allMatch(line -> line.matches("digit\\S+ +\\d +[\\d.]+ %"));
    Cli.Result absent = cli().run("local", "predict", "--weights", "other.shares", "--model", "tiny.json", "digit.png");
    assertThat(absent.exitCode()).isEqualTo(2);
    assertThat(absent.err()).containsExactly("moiety: other.shares: no such file, and no other.shares.model-owner");
  }

  @Tag("long")
  @Test
  void sharesOfDifferentNetworksAreNamed() throws Exception {
    List<String> common = List.of("--model", "tiny.json", "--batch-size", "16");
    trainInShares(common, "5");
    Path kept = folder.resolve("kept.shares");
    Files.move(folder.resolve("data-owner.shares"), kept);
    trainInShares(common, "6");
    for (String[] dataOwner : new String[][]{{"--weights", "kept.shares"}, {}}) {
      try (SessionProcesses session = prediction(common)) {
        session.start(SessionRole.DEALER);
        session.start(SessionRole.MODEL_OWNER, "--weights", "model-owner.shares");
        session.start(SessionRole.DATA_OWNER, words(List.of(dataOwner), "digit.png"));
        for (SessionRole role : SessionRole.values()) {
          assertThat(session.exitCode(role)).as(role.title()).isEqualTo(2);
          assertThat(session.errorLines(role)).as(role.title()).hasSize(1).first().asString()
              .contains("the parties do not have the same network: ", "at the data owner, shares of ");
        }
      }
    }
  }

  @Test
  void wrongFilesAreRefused() throws Exception {
    trainInShares(List.of("--model", "tiny.json", "--batch-size", "16"), "5");
    assertRefused("is of another network than --model", "--role", "data-owner", "--weights", "data-owner.shares",
        "digit.png");
    assertRefused("security of malicious, expected semi-honest", "--role", "data-owner", "--weights",
        "data-owner.shares", "--model", "tiny.json", "--security", "semi-honest", "digit.png");
    assertRefused("shares of model owner, expected data owner", "--role", "data-owner", "--weights",
        "model-owner.shares", "--model", "tiny.json", "digit.png");
    assertRefused("no images", "--role", "data-owner", "--model", "tiny.json");
    assertRefused("--weights is missing", "--role", "model-owner", "--model", "tiny.json");
    Cli.Result unsaved = cli().run("party", "--role", "model-owner", "--release", "none");
    assertThat(unsaved.exitCode()).isEqualTo(2);
    assertThat(unsaved.err()).hasSize(1).first().asString().contains("--save is missing");
  }

  private void assertRefused(String message, String... words) throws Exception {
    assertThat(cli().run("keys", "create", "--out", "keys-of-nobody").exitCode()).isIn(0, 2);
    String other = "ab".repeat(32);
    Cli.Result result = cli().run(words(List.of("party", "predict", "--keys", "keys-of-nobody", "--listen",
        "127.0.0.1:0", "--dealer-fingerprint", other, "--" + (List.of(words).contains("model-owner")
            ? "data-owner"
            : "model-owner") + "-fingerprint",
        other.replace('a', 'c')), words));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).hasSize(1).first().asString().contains(message);
  }
}
