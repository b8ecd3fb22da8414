package org.moiety.layers.file;

import java.io.IOException;

/// What is wrong with the content of a file, in one line without the file's name; a [FileException] adds that.
final class MalformedException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedException(String problem) {
    super(problem);
  }
}
