package org.moiety.experiments.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The standard streams.
final class Terminal {
  private Terminal() {}

  /// Standard output in UTF-8, for JSON.
  static PrintStream utf8Out() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  /// Whether standard error is a terminal on which a line can be erased.
  static boolean errMovesCursor() {
    String term = System.getenv("TERM");
    if (term == null || term.equals("dumb")) {
      return false;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return consoleIsTerminal();
    }
  }

  private static boolean consoleIsTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /// Characters in a line of the terminal; 80 where that cannot be told.
  static int columns() {
    String set = System.getenv("COLUMNS");
    if (set != null && set.matches("[0-9]{1,4}")) {
      return Integer.parseInt(set);
    }
    try {
      Process stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT)
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return size.matches("[0-9]+ [1-9][0-9]{0,3}") ? Integer.parseInt(size.substring(size.indexOf(' ') + 1)) : 80;
    } catch (IOException noTerminal) {
      return 80;
    }
  }

  /// Whether standard output is a terminal that shows colours, and the user wants them (`NO_COLOR`).
  static boolean outHasColours() {
    String term = System.getenv("TERM");
    return System.getenv("NO_COLOR") == null && term != null && !term.equals("dumb") && consoleIsTerminal();
  }
}
