package org.moiety.layers.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that cannot be read or written. The message is one line that says which file, what was found and what would be right; it is meant for the
/// user as it stands.
public final class FileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FileException(Path file, String problem) {
    super(oneLine(file + ": " + problem));
  }

  public FileException(Path file, String problem, Throwable cause) {
    super(oneLine(file + ": " + problem), cause);
  }

  /// What went wrong with `file`, in one line.
  public static FileException of(Path file, String action, IOException cause) {
    return switch (cause) {
      case MalformedException malformed -> new FileException(file, String.valueOf(malformed.getMessage()), malformed);
      case EOFException end -> new FileException(file, "truncated, it ends too early", end);
      case NoSuchFileException missing -> new FileException(file, "no such file", missing);
      case AccessDeniedException denied -> new FileException(file, "permission denied", denied);
      default -> new FileException(file, "cannot be " + action + " (" + reason(cause) + ")", cause);
    };
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\R+", " ").replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
