package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An experiment that was killed goes on where it was, and comes to the same.
final class ExperimentResumeTest {
  private static final long SEED = 20;
  private static final int MAX_KILLS = 12;
  /// Some tenths of a second on a machine that is not busy; this is no measurement.
  private static final long PATIENCE_SECONDS = 60;
  private static final long POLL_MILLIS = 20;

  @TempDir
  private Path folder;

  @TempDir
  private Path streams;

  private Cli small() {
    return new Cli(folder, SmallExperiment.class).with("-XX:TieredStopAtLevel=1");
  }

  private void runSmall(String... args) throws Exception {
    Cli.Result result = small().run(args);
    assertThat(result.exitCode()).as("%s", result.err()).isZero();
  }

  /// The figures of a report.
  private List<JsonNode> tables(String out) throws IOException {
    JsonNode report = new ObjectMapper().readTree(folder.resolve(out).resolve("report.json").toFile());
    assertThat(report.findValues("rows")).isNotEmpty();
    return report.findValues("rows");
  }

  /// When each piece's result was written.
  private Map<String, FileTime> written(String out) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    Path pieces = folder.resolve(out).resolve("pieces");
    if (Files.isDirectory(pieces)) {
      try (Stream<Path> files = Files.list(pieces)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
          times.put(file.getFileName().toString(), Files.getLastModifiedTime(file));
        }
      }
    }
    return times;
  }

  /// Starts a command again and again, and kills it after a while, until it ends by itself.
  ///
  /// @param longestMillis until it is killed
  private void runWithKills(Cli cli, int longestMillis, String... args) throws Exception {
    Random random = new Random(SEED);
    int kills = 0;
    while (kills < MAX_KILLS) {
      Map<String, FileTime> before = written("killed");
      Process process = cli.start(streams.resolve("out"), streams.resolve("err"), args);
      boolean ended = process.waitFor(1 + random.nextInt(longestMillis), TimeUnit.MILLISECONDS);
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly().waitFor();
      assertThat(written("killed")).as("what was run before stands").containsAllEntriesOf(before);
      for (ProcessHandle child : children) {
        child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      if (ended) {
        assertThat(process.exitValue()).as("%s", Files.readAllLines(streams.resolve("err"))).isZero();
        return;
      }
      kills++;
    }
    assertThat(cli.run(args).exitCode()).isZero();
  }

  @Test
  void comesToTheSameAfterKills() throws Exception {
    runSmall("--out", "whole");
    runWithKills(small(), 2500, "--out", "killed");
    assertThat(tables("killed")).isEqualTo(tables("whole"));
    assertThat(written("killed").keySet()).isEqualTo(written("whole").keySet())
        .hasSize(SmallExperiment.TRAININGS + 1);
  }

  @Test
  void runsOnlyWhatIsMissing() throws Exception {
    runSmall("--out", "out");
    List<JsonNode> tables = tables("out");
    Map<String, FileTime> first = written("out");
    runSmall("--out", "out");
    assertThat(written("out")).isEqualTo(first);

    Path damaged = folder.resolve("out/pieces/train-2.json");
    Files.writeString(damaged, Files.readString(damaged).substring(0, 200));
    Files.delete(folder.resolve("out/pieces/train-3.json"));
    runSmall("--out", "out");
    Map<String, FileTime> second = written("out");
    assertThat(second.keySet()).isEqualTo(first.keySet());
    assertThat(second.keySet()).filteredOn(piece -> !second.get(piece).equals(first.get(piece)))
        .containsExactly("train-2.json", "train-3.json");

    Files.delete(folder.resolve("out/data/tiny.json"));
    Files.delete(folder.resolve("out/data"));
    runSmall("--out", "out");
    assertThat(folder.resolve("out/data/tiny.json")).exists();

    runSmall("--out", "out", "--restart");
    assertThat(written("out")).allSatisfy((piece, time) -> assertThat(time).isGreaterThan(second.get(piece)));
    assertThat(tables("out")).isEqualTo(tables);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void interruptedEndsWithWhatItStarted(String signal, int exitCode) throws Exception {
    Path err = streams.resolve("err");
    Process process = new Cli(folder).start(streams.resolve("out"), err, "experiment", "settings", "--quick", "--quiet",
        "--out", "report");
    List<ProcessHandle> children = List.of();
    try {
      while (process.isAlive() && (written("report").isEmpty() || children.isEmpty())) {
        process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        children = process.descendants().toList();
      }
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
      for (ProcessHandle child : children) {
        child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(process.exitValue()).isEqualTo(exitCode);
    assertThat(Cli.errLines(err)).isEmpty();
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isNotEmpty()
          .allMatch(file -> file.getParent().endsWith("pieces") && !file.getFileName().toString().startsWith("."));
    }
  }

  /// The real command, with a piece for each of its settings.
  @Test
  @Tag("long")
  void realExperimentComesToTheSameAfterKills() throws Exception {
    Cli cli = new Cli(folder).withSimd();
    assertThat(cli.run("experiment", "settings", "--quick", "--quiet", "--out", "whole").exitCode()).isZero();
    runWithKills(cli, 8000, "experiment", "settings", "--quick", "--quiet", "--out", "killed");
    assertThat(tables("killed")).isEqualTo(tables("whole"));
    assertThat(written("killed").keySet()).isEqualTo(written("whole").keySet());
  }
}
