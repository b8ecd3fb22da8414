package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scripts of `docs/teaching` as they stand there.
final class TeachingScriptsTest {
  private static final Path SCRIPTS = Path.of("../docs/teaching/scripts").toAbsolutePath().normalize();

  @TempDir
  private Path folder;
  private Path moiety;

  @BeforeEach
  void requirePython() throws Exception {
    moiety = new Cli(folder).launcher(folder.resolve("moiety"));
    String path = System.getenv("PATH");
    Assumptions.assumeTrue(path != null && Stream.of(path.split(File.pathSeparator))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "python3"))), "python3 is not installed");
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(folder.resolve("script.out").toFile());
    builder.environment().put("MOIETY", moiety.toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
    List<String> out = Files.readAllLines(folder.resolve("script.out"));
    assertThat(process.exitValue()).as(String.join("\n", out)).isZero();
    return out;
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }

  @Test
  void matricesAreMultipliedOnSharesAndByHand() throws Exception {
    assertThat(run("sh", script("product.sh"), folder.resolve("work").toString())).contains("shape 2 3", "shape 2 2",
        "They agree.");
  }

  @Test
  void aLessonIsComputedAgain() throws Exception {
    assertThat(run("python3", script("by_hand.py"), "--seed", "7", "--set", "x=4", "--set", "y=-3"))
        .contains("modulo 97", "Moiety says: agrees -12");
  }

  @Test
  void sharesFallFlat() throws Exception {
    assertThat(run("python3", script("flat.py"), "-7.25", "4000"))
        .contains("4000 shares of -7.25, by sixteenths of 0 .. p - 1:");
  }

  @Test
  void aTraceTellsWhatWasSent() throws Exception {
    run(moiety.toString(), "train", "--limit", "8", "--batch-size", "8", "--test-limit", "0", "--quiet", "--trace",
        "t.jsonl");
    assertThat(run("python3", script("opened.py"), "t.jsonl"))
        .anyMatch(line -> line.startsWith("party 0") && line.contains("conv2d"))
        .anyMatch(line -> line.startsWith("dealer"));
  }
}
