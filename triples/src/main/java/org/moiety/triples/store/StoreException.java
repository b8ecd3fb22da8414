package org.moiety.triples.store;

import java.io.IOException;
import java.nio.file.Path;

/// A preprocessing file that cannot be used, or written. The message is one line for the user.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(Path file, String problem) {
    super((file + ": " + problem).replaceAll("\\p{Cntrl}+", " "));
  }

  static StoreException of(Path file, String action, IOException cause) {
    StoreException e = new StoreException(file, "cannot be " + action + " ("
        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()) + ")");
    e.initCause(cause);
    return e;
  }
}
