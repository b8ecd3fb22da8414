package org.moiety.experiments.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.triples.remote.SessionRole;

final class RoleLogTest {
  @TempDir
  private Path folder;

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
