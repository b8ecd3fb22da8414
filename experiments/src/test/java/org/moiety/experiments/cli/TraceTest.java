package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `train --trace`: what the file says is what was sent.
final class TraceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] SMALL = {"train", "--model", "small.json", "--limit", "16", "--batch-size", "8",
      "--test-limit", "0", "--quiet",
      "--json"};

  @TempDir
  private Path folder;
  private Cli cli;

  @BeforeEach
  void start() throws IOException {
    cli = new Cli(folder);
    Files.writeString(folder.resolve("small.json"), """
        {"input": [1, 28, 28], "layers": [{"type": "average_pooling2d", "size": 4}, {"type": "flatten"},
          {"type": "dense", "units": 10}]}
        """);
  }

  private Cli.Result train(String... more) throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of(SMALL));
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("t.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static long sent(List<JsonNode> lines, String role) {
    return lines.stream()
        .filter(line -> line.path("event").asText().equals("send") && line.path("role").asText().equals(role))
        .mapToLong(line -> line.path("length").asLong()).sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"semi-honest", "malicious"})
  void hasAllThatWasSentAndChangesNothing(String security) throws Exception {
    JsonNode summary = train("--trace", "t.jsonl", "--security", security).summary();
    JsonNode untraced = train("--security", security).summary();
    assertThat(summary.get("weightsSha256")).isEqualTo(untraced.get("weightsSha256"));
    List<JsonNode> lines = lines();
    boolean malicious = security.equals("malicious");
    // Elements of a check are sent, but are no opened values.
    assertThat(sent(lines, "party 0") - summary.get("valuesOpened").asLong()).isBetween(0L, malicious ? 10L : 0L);
    assertThat(sent(lines, "dealer")).isEqualTo(summary.get("dealer").get("values").asLong());
    assertThat(lines.stream().filter(line -> line.path("event").asText().equals("check"))
        .allMatch(line -> line.path("zero").asBoolean())).isTrue();
    assertThat(lines.stream().anyMatch(line -> line.path("event").asText().equals("check"))).isEqualTo(malicious);
    assertThat(lines.stream().map(line -> line.path("values").size())).allMatch(size -> size <= 4);
    for (String role : List.of("party 0", "party 1", "dealer")) {
      List<Integer> numbers = lines.stream().filter(line -> line.path("role").asText().equals(role))
          .map(line -> line.path("n").asInt()).toList();
      assertThat(numbers).isSorted().startsWith(1).endsWith(numbers.size());
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("t.jsonl"))))
        .isEqualTo("rw-------");
  }

  @Test
  void writesAllValuesOnDemand() throws Exception {
    train("--trace", "t.jsonl", "--trace-all").summary();
    assertThat(lines().stream().filter(line -> line.has("length"))).isNotEmpty()
        .allMatch(line -> line.path("values").size() == line.path("length").asInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"public", "native"})
  void isRefusedWhereNothingIsShared(String tensor) throws Exception {
    Cli.Result result = train("--trace", "t.jsonl", "--tensor", tensor);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .containsExactly("moiety: --trace is for --tensor private; nothing is sent where nothing is shared");
    assertThat(folder.resolve("t.jsonl")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"party", "dealer", "local"})
  void isNoOptionOfSeveralProcesses(String command) throws Exception {
    Cli.Result result = cli.run(command, "--trace", "t.jsonl");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).hasSize(1).first().asString().contains("--trace");
  }
}
