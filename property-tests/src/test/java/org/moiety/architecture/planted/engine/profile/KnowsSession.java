package org.moiety.architecture.planted.engine.profile;

/// Points up.
public final class KnowsSession {
  Object offence = new org.moiety.architecture.planted.engine.online.Session();
}
