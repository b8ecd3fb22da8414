package org.moiety.experiments.experiment;

import java.util.ArrayList;
import java.util.List;

/// A `moiety` command with `--json`, run in a JVM of its own: what it prints is the result, and whoever doubts it can run it again.
///
/// @param arguments of `moiety`, without `--json`
/// @param mayFail whether a wrong setting, such as too few bits, is a result too
public record CommandPiece(String id, String title, double weight, List<String> arguments, boolean mayFail)
    implements
      Piece {
  public CommandPiece {
    arguments = List.copyOf(arguments);
  }

  @Override
  public List<String> key() {
    return arguments;
  }

  /// What the JVM is given.
  List<String> jsonArguments() {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--json", "--quiet"));
    return all;
  }

  /// The command as a user types it.
  public String command() {
    StringBuilder text = new StringBuilder("./moiety");
    for (String argument : arguments) {
      text.append(' ')
          .append(argument.matches("[\\w./:@%+=,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    return text.toString();
  }
}
