package org.moiety.experiments.session;

import org.moiety.engine.channel.Endpoint;

/// Told while a role waits for the others.
public interface MeetingListener {
  /// It listens, and waits for the others.
  void listening(Endpoint at);

  /// A connection was refused, or the like: one line.
  void warning(String line);
}
