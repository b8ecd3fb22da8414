package org.moiety.experiments.session;

import org.moiety.engine.channel.Endpoint;

/// Told how a role meets the others and parts from them.
///
/// @param <T> what it comes to
public interface MeetingListener<T> {
  /// It listens, and waits for the others.
  void listening(Endpoint at);

  /// A connection was refused, or the like: one line.
  void warning(String line);

  /// The role's result is complete and checked. Whatever its peers do from here on takes nothing of it away, so what is to last is kept now, before they are parted from.
  void complete(T result);

  /// The peers are parted from, or are lost, and what was sent to each is known.
  void ended(T result);
}
