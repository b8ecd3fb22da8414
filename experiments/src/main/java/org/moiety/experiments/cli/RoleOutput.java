package org.moiety.experiments.cli;

import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.Progress;

/// Where the user of a role is told how far it is.
///
/// @param json on standard output, as JSON objects
/// @param quiet without progress on standard error
record RoleOutput(boolean json, boolean quiet, Progress progress, JsonLines lines) {
  RoleOutput(boolean json, boolean quiet) {
    this(json, quiet, new Progress(System.err, Terminal.errMovesCursor()), new JsonLines(Terminal.utf8Out()));
  }
}
