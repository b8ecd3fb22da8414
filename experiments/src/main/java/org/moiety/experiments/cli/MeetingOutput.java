package org.moiety.experiments.cli;

import org.moiety.engine.channel.Endpoint;
import org.moiety.experiments.report.RoleReport;
import org.moiety.experiments.session.MeetingListener;

/// Tells the user of a role how it meets the others: on standard error, unless it is to be quiet, and in JSON.
///
/// @param <T> what it comes to
abstract class MeetingOutput<T> implements MeetingListener<T> {
  private final RoleOutput output;

  MeetingOutput(RoleOutput output) {
    this.output = output;
  }

  @Override
  public final void listening(Endpoint at) {
    if (output.json()) {
      output.lines().print(RoleReport.listening(at));
    }
    tell("listening on " + at);
  }

  @Override
  public final void warning(String line) {
    output.progress().erase();
    System.err.println("moiety: " + line);
  }

  final void tell(String line) {
    if (!output.quiet()) {
      System.err.println(line);
    }
  }
}
