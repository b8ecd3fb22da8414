package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several commands in one process.
final class BatchCommandTest {
  private static final String TRAIN = """
      ["train", "--model", "mlp", "--tensor", "native", "--limit", "64", "--test-limit", "16", "--json", "--quiet"]
      """;

  @TempDir
  private Path folder;

  private Cli.Result run(String commands) throws Exception {
    return new Cli(folder).runOn(Files.writeString(folder.resolve("commands"), commands), "batch");
  }

  @Test
  void eachEndsWithItsExitCodeAndComesToTheSame() throws Exception {
    long start = System.nanoTime();
    Cli.Result result = run(TRAIN + "[\"train\", \"--epochs\", \"0\"]\n" + TRAIN);
    assertThat(result.exitCode()).isZero();
    List<JsonNode> lines = result.json();
    assertThat(lines.stream().filter(line -> line.path("event").asText().equals("exit"))
        .map(line -> line.path("exitCode").asInt())).containsExactly(0, 2, 0);
    List<JsonNode> summaries = lines.stream().filter(line -> line.path("event").asText().equals("summary")).toList();
    assertThat(summaries).hasSize(2);
    assertThat(summaries.getFirst().path("weightsSha256").asText()).hasSize(64)
        .isEqualTo(summaries.getLast().path("weightsSha256").asText());
    double together = summaries.stream().mapToDouble(each -> each.path("wallSeconds").asDouble()).sum();
    assertThat(together).as("each counted from its own start").isLessThan((System.nanoTime() - start) * 1e-9);
    assertThat(result.err()).singleElement().asString().contains("--epochs");
  }

  @Test
  void aLineThatIsNoCommandEndsIt() throws Exception {
    Cli.Result result = run("train\n");
    assertThat(result.exitCode()).isEqualTo(Failure.USAGE);
    assertThat(result.err()).singleElement().asString()
        .startsWith("moiety: standard input: a line is no JSON array of arguments");
  }
}
