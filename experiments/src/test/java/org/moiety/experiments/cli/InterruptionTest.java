package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ctrl-C ends a run at once and leaves nothing behind.
final class InterruptionTest {
  private static final int EXIT_SIGINT = 130;
  private static final long POLL_MILLIS = 20;
  /// Some tenths of a second on a machine that is not busy; this is no measurement.
  private static final long PATIENCE_SECONDS = 30;

  @TempDir
  private Path folder;

  @TempDir
  private Path streams;

  @ParameterizedTest
  @ValueSource(strings = {"native", "public", "private"})
  void endsAndLeavesNothing(String tensor) throws Exception {
    Path out = streams.resolve("out");
    Path err = streams.resolve("err");
    Process process = new Cli(folder).start(out, err, "train", "--tensor", tensor, "--limit", "20000", "--batch-size",
        "16", "--epochs", "100", "--save", "w.safetensors", "--json");
    try {
      while (process.isAlive() && !Files.readString(out).contains("\"iteration\"")) {
        process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
      }
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(EXIT_SIGINT);
    assertThat(Cli.errLines(err).stream().filter(line -> line.contains("moiety:"))).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
