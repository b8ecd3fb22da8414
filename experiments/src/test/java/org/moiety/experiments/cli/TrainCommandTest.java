package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `moiety train` as a process.
final class TrainCommandTest {
  private static final List<String> FIELDS = List.of("model", "tensor", "activation", "masks", "truncation", "security",
      "epochs", "examples", "batchSize", "seed", "precisionBits", "trainLoss", "testAccuracy", "wallSeconds",
      "cpuSeconds", "peakHeapMiB", "valuesOpened", "bytesSent", "rounds", "truncationFailureBound", "weightsSha256");

  @TempDir
  private Path folder;

  @BeforeEach
  void describeASmallModel() throws IOException {
    Cli.describeTinyModel(folder);
  }

  private Cli cli() {
    return new Cli(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "public", "private"})
  void jsonIsOneObjectALineAndEndsWithTheSummary(String tensor) throws Exception {
    Cli.Result result = cli().run("train", "--model", "tiny.json", "--tensor", tensor, "--limit", "48",
        "--test-limit", "16", "--batch-size", "32", "--json", "--quiet");
    List<JsonNode> lines = result.json();
    assertThat(result.err()).isEmpty();
    assertThat(lines.stream().map(line -> line.get("event").asText())).containsExactly("start", "iteration",
        "iteration", "epoch", "summary");
    JsonNode summary = result.summary();
    assertThat(summary.get("model").asText()).isEqualTo("tiny");
    assertThat(FIELDS).allMatch(summary::has);
    assertThat(summary.get("tensor").asText()).isEqualTo(tensor);
    assertThat(summary.get("examples").asInt()).isEqualTo(48);
    assertThat(summary.get("weightsSha256").asText()).matches("[0-9a-f]{64}");
    assertThat(summary.get("valuesOpened").asLong() > 0).isEqualTo(tensor.equals("private"));
    long values = summary.get("valuesOpened").asLong();
    assertThat(summary.get("bytesSent").asDouble()).as("and what checks take").isBetween(16.0 * values,
        1.02 * 16 * values);
    assertThat(summary.get("wallSeconds").asDouble()).isPositive();
  }

  @Test
  void publicReplayHasThePrivateRisk() throws Exception {
    String[] options = {"train", "--model", "tiny.json", "--limit", "40", "--test-limit", "16", "--json", "--tensor"};
    JsonNode onShares = cli().run(append(options, "private")).summary();
    JsonNode replayed = cli().run(append(options, "public", "--rounding", "replay")).summary();
    JsonNode roundedDown = cli().run(append(options, "public")).summary();
    assertThat(onShares.get("truncationFailureBound").asDouble()).isPositive();
    assertThat(onShares.get("truncationHeadroomBits").asDouble()).isBetween(40.0, 60.0);
    for (String field : List.of("truncationFailureBound", "truncationHeadroomBits")) {
      assertThat(replayed.get(field)).isEqualTo(onShares.get(field));
    }
    assertThat(roundedDown.get("truncationFailureBound").asDouble()).isZero();
    assertThat(roundedDown.get("truncationHeadroomBits").isNull()).isTrue();
  }

  private static String[] append(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fused", "reuse", "fresh"})
  void publicReplayGivesThePrivateWeights(String masks) throws Exception {
    assertThat(sha("--tensor", "private", "--security", "semi-honest", "--masks", masks))
        .isEqualTo(sha("--tensor", "public", "--rounding", "replay", "--masks", masks));
  }

  @Test
  void activeSecurityGivesTheSameWeightsAndSaysSo() throws Exception {
    assertThat(sha("--tensor", "private")).isEqualTo(sha("--tensor", "private", "--security", "semi-honest"));
    String[] small = {"train", "--model", "tiny.json", "--limit", "16", "--test-limit", "0", "--batch-size", "16"};
    assertThat(String.join(" ", cli().run(small).out())).contains("checked by MACs").doesNotContain("semi-honest");
    JsonNode summary = cli().run(Stream.concat(Stream.of(small), Stream.of("--json")).toArray(String[]::new)).summary();
    assertThat(summary.get("security").asText()).isEqualTo("malicious");
    assertThat(summary.get("counts").findValuesAsText("phase")).contains("check");
  }

  @Test
  void seedFixesTheWeights() throws Exception {
    String first = sha("--tensor", "private", "--seed", "5");
    assertThat(sha("--tensor", "private", "--seed", "5", "--threads", "1")).isEqualTo(first);
    assertThat(sha("--tensor", "private", "--seed", "6")).isNotEqualTo(first);
  }

  @Test
  void simdAndDecimalPrecisionAgreeToo() throws Exception {
    String[] decimal = {"--precision", "7d", "--integer-bits", "10"};
    assertThat(sha(cli().withSimd(), "--tensor", "private", decimal[0], decimal[1], decimal[2], decimal[3]))
        .isEqualTo(sha("--tensor", "public", "--rounding", "replay", decimal[0], decimal[1], decimal[2], decimal[3]));
  }

  private String sha(String... options) throws IOException, InterruptedException {
    return sha(cli(), options);
  }

  private static String sha(Cli cli, String... options) throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(
        List.of("train", "--model", "tiny.json", "--limit", "40", "--test-limit", "0", "--batch-size", "16", "--epochs",
            "2", "--json"));
    args.addAll(List.of(options));
    return cli.run(args.toArray(String[]::new)).summary().get("weightsSha256").asText();
  }

  @Test
  void linkDelaysMessagesAndChangesNothingElse() throws Exception {
    String[] args = {"train", "--model", "tiny.json", "--limit", "32", "--test-limit", "0", "--batch-size", "16",
        "--json", "--quiet"};
    List<String> linked = new ArrayList<>(List.of(args));
    linked.addAll(List.of("--link", "1000mbit/20ms"));
    JsonNode direct = cli().run(args).summary();
    Cli.Result result = cli().run(linked.toArray(String[]::new));
    JsonNode delayed = result.summary();
    assertThat(direct.get("link").isNull()).isTrue();
    assertThat(delayed.get("link").asText()).isEqualTo("1Gbit/20ms");
    assertThat(result.json().getFirst().get("link").asText()).isEqualTo("1Gbit/20ms");
    assertThat(delayed.get("weightsSha256")).isEqualTo(direct.get("weightsSha256"));
    assertThat(delayed.get("counts")).isEqualTo(direct.get("counts"));
    assertThat(delayed.get("rounds").asInt()).isPositive();
    assertThat(delayed.get("party1").get("counts")).isNotEmpty();
    assertThat(result.json().getFirst().get("seconds").asDouble()).isPositive();
  }

  @Test
  void printsWhatHappenedAndHowToCheckIt() throws Exception {
    Cli.Result result = cli().run("train", "--limit", "32", "--test-limit", "16", "--batch-size", "16", "--seed", "3",
        "--counts");
    assertThat(result.exitCode()).isZero();
    String text = String.join("\n", result.out());
    assertThat(text).contains("secret shares", "test accuracy", "party 0 sent", "dealer", "malicious", "below 2^",
        "./moiety train --tensor public --rounding replay --limit 32 --test-limit 16 --batch-size 16 --seed 3",
        "conv2d", "backward");
    assertThat(result.out()).allMatch(line -> line.length() <= 100 || line.startsWith("  ./moiety train"));
    assertThat(result.err()).isNotEmpty().allMatch(line -> line.startsWith("epoch ") || line.startsWith("testing "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "public", "private"})
  void profileTellsEachRolesTimeInEveryLayer(String tensor) throws Exception {
    Cli.Result result = cli().run("train", "--model", "tiny.json", "--tensor", tensor, "--limit", "48",
        "--test-limit", "16", "--batch-size", "32", "--profile", "--json", "--quiet");
    List<JsonNode> lines = result.json();
    assertThat(result.err()).isEmpty();
    assertThat(result.summary().get("tensor").asText()).isEqualTo(tensor);
    List<String> roles = tensor.equals("private") ? List.of("party 0", "party 1", "dealer") : List.of(tensor);
    assertThat(lines).filteredOn(line -> line.get("event").asText().equals("profileRole"))
        .extracting(line -> line.get("role").asText()).isEqualTo(roles);
    for (String role : roles) {
      List<JsonNode> rows = lines.stream().filter(line -> line.get("event").asText().equals("profile")
          && line.get("role").asText().equals(role)).toList();
      assertThat(rows).extracting(row -> row.get("layer").asText() + " " + row.get("phase").asText())
          .contains("images input", "conv2d forward", "conv2d backward", "sgd update", "conv2d test")
          .doesNotHaveDuplicates();
      JsonNode all = lines.stream().filter(line -> line.get("event").asText().equals("profileRole")
          && line.get("role").asText().equals(role)).findFirst().orElseThrow();
      assertThat(rows.stream().mapToDouble(row -> row.get("seconds").asDouble()).sum())
          .isCloseTo(all.get("seconds").asDouble(), within(1e-4));
      assertThat(all.get("product").asDouble()).isPositive();
      assertThat(all.get("elementWise").asDouble()).isPositive();
      assertThat(all.get("generator").asDouble() > 0).isEqualTo(tensor.equals("private"));
      assertThat(all.get("waitingForDealer").asDouble() > 0).isEqualTo(role.equals("party 1"));
    }
  }

  @Test
  void profileIsATableForEachRole() throws Exception {
    Cli.Result result = cli().run("train", "--model", "tiny.json", "--limit", "32", "--test-limit", "16",
        "--profile", "--quiet");
    assertThat(result.err()).isEmpty();
    assertThat(String.join("\n", result.out())).contains("seconds of party 0", "seconds of party 1",
        "seconds of dealer", "conv2d             forward", "to collect garbage");
    assertThat(result.out()).allMatch(line -> line.length() <= 100 || line.startsWith("  ./moiety train"));
  }

  @Test
  void quietShowsNoProgress() throws Exception {
    Cli.Result result = cli().run("train", "--tensor", "native", "--limit", "32", "--test-limit", "0", "--quiet");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isNotEmpty();
  }

  @Test
  void savedModelIsEvaluatedAndPredictsInEveryEncoding() throws Exception {
    double trained = cli().run("train", "--model", "tiny.json", "--tensor", "native", "--limit", "640",
        "--test-limit", "64", "--save", "w.safetensors", "--json").summary().get("testAccuracy").asDouble();
    TestImages.png(folder.resolve("digit.png"));
    TestImages.idx(folder.resolve("digits.idx"), 2);
    for (String tensor : List.of("native", "public", "private")) {
      JsonNode summary = cli()
          .run("evaluate", "--weights", "w.safetensors", "--tensor", tensor, "--limit", "64", "--json").summary();
      assertThat(summary.get("testAccuracy").asDouble()).as(tensor).isEqualTo(trained);
      List<JsonNode> lines = cli()
          .run("predict", "--weights", "w.safetensors", "--tensor", tensor, "digit.png", "digits.idx", "--json").json();
      assertThat(lines).as(tensor).hasSize(4);
      assertThat(lines.getFirst().get("class")).isEqualTo(lines.get(1).get("class"));
      assertThat(lines.get(1).get("image").asText()).isEqualTo("digits.idx[0]");
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("tiny.json", "w.safetensors", "digit.png",
        "digits.idx");
  }
}
