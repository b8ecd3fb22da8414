package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.triples.remote.SessionRole;

/// What the roles of a session write down.
final class LogTest {
  private static final String[] DATA = {"--data", "strokes", "--limit", "40", "--test-limit", "16"};
  private static final List<String> SMALL = List.of("--model", "tiny.json", "--batch-size", "16", "--learning-rate",
      "0.1", "--security", "malicious");
  /// All that may be in a line: nothing has room for an element of the field, of 39 digits or 32 hexadecimal ones, or for a number with a fraction.
  private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z (INFO|DEBUG|TRACE) role=[a-z-]+"
      + "( session=[0-9a-f]{16})?( iteration=\\d{1,2})?( layer=[a-z0-9_.]+ phase=[a-z]+)?: "
      + "(begins|ends well|listens on 127\\.0\\.0\\.1:\\d{1,5}|a training begins, after 0 batches of other sessions"
      + "|checkpoint after batch \\d of epoch \\d|epoch \\d is over)";

  @TempDir
  private Path folder;

  @BeforeEach
  void describeASmallModel() throws IOException {
    Cli.describeTinyModel(folder);
  }

  private Cli cli() {
    return Cli.forShortRuns(folder);
  }

  @Test
  void logsSayWhereARoleIsAndNothingElse() throws Exception {
    List<String> words = Cli.words(Cli.words(SMALL, DATA), "--quiet", "--log-file", "log", "--log-level", "trace",
        "--checkpoint",
        "kept", "--checkpoint-every", "2");
    words.addFirst("local");
    assertThat(cli().run(words.toArray(String[]::new)).err()).isEmpty();
    for (String role : List.of("dealer", "model-owner", "data-owner")) {
      List<String> lines = Files.readAllLines(folder.resolve("log." + role));
      assertThat(lines).as(role).allMatch(line -> line.matches(LINE))
          .allMatch(line -> line.contains(" role=" + role))
          .anyMatch(line -> line.matches(".* iteration=3 layer=dense phase=backward: begins"))
          .anyMatch(line -> line.matches(".* iteration=4: begins"));
      assertThat(lines.getLast()).endsWith(": ends well");
      assertThat(lines.stream().filter(line -> line.contains(": checkpoint after batch ")).count()).as(role)
          .isEqualTo(role.equals("dealer") ? 0 : 3);
    }
  }

  @Tag("long")
  @Test
  void logSaysHowASessionWasLostAndGoesOnAtTheNext() throws Exception {
    for (int run = 1; run <= 2; run++) {
      SessionProcesses session = new SessionProcesses(folder, cli(), Cli.words(SMALL, "--epochs", "100000"));
      try (session) {
        session.start(SessionRole.DEALER);
        session.start(SessionRole.MODEL_OWNER, "--log-file", "log");
        session.start(SessionRole.DATA_OWNER, DATA);
        session.await(SessionRole.DATA_OWNER, "iteration");
        session.process(SessionRole.DEALER).destroyForcibly();
        assertThat(session.exitCode(SessionRole.MODEL_OWNER)).isEqualTo(3);
      }
      List<String> lines = Files.readAllLines(folder.resolve("log"));
      assertThat(lines).hasSize(3 * run).filteredOn(line -> line.contains(" INFO ")).hasSize(2 * run);
      assertThat(lines.getLast())
          .matches(".* ERROR role=model-owner session=[0-9a-f]{16} iteration=\\d+ .*: the session "
              + "ended: .*(is lost|did not take).*");
    }
  }
}
