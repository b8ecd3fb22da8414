package org.moiety.architecture.planted.engine.share;

/// Writes to a standard stream.
public final class Prints {
  Object offence = System.out;
}
