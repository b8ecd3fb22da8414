package org.moiety.architecture.planted.engine.share;

/// Reads a file.
public final class DoesInputOutput {
  Object offence = new java.io.File("offence");
}
