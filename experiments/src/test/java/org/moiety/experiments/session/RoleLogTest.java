package org.moiety.experiments.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.triples.remote.SessionRole;

final class RoleLogTest {
  @TempDir
  private Path folder;

  @Test
  void logOnAFullDiskIsSaidOnceAndEndsNothing() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    PrintStream errors = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try (RoleLog log = RoleLog.of(SessionRole.DEALER, full, RoleLog.Level.INFO)) {
      log.add(RoleLog.Level.INFO, "one");
      log.add(RoleLog.Level.INFO, "two");
    } finally {
      System.setErr(errors);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines()).singleElement().asString()
        .startsWith("moiety: /dev/full: cannot be written (").endsWith("): the log ends here");
  }

  /// An event is a line, whatever a peer says.
  @Test
  void wordsOfAPeerMakeNoLinesAndSteerNoTerminal() {
    Path file = folder.resolve("log");
    try (RoleLog log = RoleLog.of(SessionRole.DEALER, file, RoleLog.Level.INFO)) {
      log.add(RoleLog.Level.WARNING, "it says \u001b[2J a\r\nb \u202ec\u2028d\u0007");
    }
    assertThat(file).content().matches("[0-9T:.Z-]+ WARNING role=dealer: it says  \\[2J a b  c d \n");
  }
}
