package org.moiety.architecture.planted.engine.random;

/// Points up.
public final class KnowsSession {
  Object offence = new org.moiety.architecture.planted.engine.online.Session();
}
