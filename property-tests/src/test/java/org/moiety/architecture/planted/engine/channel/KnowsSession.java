package org.moiety.architecture.planted.engine.channel;

/// Points up.
public final class KnowsSession {
  Object offence = new org.moiety.architecture.planted.engine.online.Session();
}
