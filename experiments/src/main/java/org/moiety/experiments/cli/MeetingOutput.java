package org.moiety.experiments.cli;

import org.moiety.engine.channel.Endpoint;
import org.moiety.experiments.report.JsonLines;
import org.moiety.experiments.report.Progress;
import org.moiety.experiments.report.RoleReport;
import org.moiety.experiments.session.MeetingListener;

/// Tells the user of a role how it meets the others: on standard error, unless it is to be quiet, and in JSON.
///
/// @param <T> what it comes to
abstract class MeetingOutput<T> implements MeetingListener<T> {
  private final boolean json;
  private final boolean quiet;
  private final Progress progress;
  private final JsonLines lines;

  MeetingOutput(boolean json, boolean quiet, Progress progress, JsonLines lines) {
    this.json = json;
    this.quiet = quiet;
    this.progress = progress;
    this.lines = lines;
  }

  @Override
  public final void listening(Endpoint at) {
    if (json) {
      lines.print(RoleReport.listening(at));
    }
    tell("listening on " + at);
  }

  @Override
  public final void warning(String line) {
    progress.erase();
    System.err.println("moiety: " + line);
  }

  final void tell(String line) {
    if (!quiet) {
      System.err.println(line);
    }
  }
}
