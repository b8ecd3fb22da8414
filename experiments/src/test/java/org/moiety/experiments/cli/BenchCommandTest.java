package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTest {
  private static final int EXIT_SIGINT = 130;
  private static final long POLL_MILLIS = 20;
  private static final long PATIENCE_SECONDS = 60;

  @TempDir
  private Path folder;

  @TempDir
  private Path streams;

  private Cli cli() {
    return new Cli(folder).with("--sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void benchmarkIsComparedWithACalibrationOfTheSameRun() throws Exception {
    Cli.Result result = cli().run("bench", "--quick", "--json", "--threads", "2", "--quiet", "generator.uniform");
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
    List<JsonNode> lines = result.json();
    assertThat(lines).extracting(each -> each.path("benchmark").asText()).containsExactly("calibration.aes-ctr",
        "generator.uniform");
    JsonNode calibration = lines.getFirst();
    assertThat(calibration.path("ratio").isNull()).isTrue();
    assertThat(calibration.path("threads").asInt()).isEqualTo(1);
    JsonNode generator = lines.getLast();
    assertThat(generator.path("params").path("length").asText()).isEqualTo("65536");
    assertThat(generator.path("threads").asInt()).isEqualTo(2);
    assertThat(generator.path("unit").asText()).isEqualTo("bytes/s");
    assertThat(generator.path("score").asDouble()).isPositive();
    assertThat(generator.path("error").asDouble()).isNotNegative();
    assertThat(generator.path("ratioTo").asText()).isEqualTo("calibration.aes-ctr");
    assertThat(generator.path("ratio").asDouble())
        .isCloseTo(generator.path("best").asDouble() / calibration.path("best").asDouble(),
            withinPercentage(1));
    assertNothingLeft();
  }

  @Test
  void interruptionEndsTheForkedJvm() throws Exception {
    Process process = cli().start(streams.resolve("out"), streams.resolve("err"), "bench", "calibration.float-fma");
    List<ProcessHandle> forks = List.of();
    try {
      while (process.isAlive() && forks.isEmpty()) {
        process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        forks = process.descendants().toList();
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
      for (ProcessHandle fork : forks) {
        fork.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      process.destroyForcibly();
      forks.forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(forks).isNotEmpty();
    assertThat(process.exitValue()).isEqualTo(EXIT_SIGINT);
    assertThat(Cli.errLines(streams.resolve("err"))).noneMatch(line -> line.startsWith("moiety:"));
    assertNothingLeft();
  }

  private void assertNothingLeft() throws Exception {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
