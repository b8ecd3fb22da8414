package org.moiety.layers.file;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/// Writes a file whole or not at all: into a temporary file in the same directory, forced to disk, then renamed over the target.
///
/// A reader, or a run that starts after a crash, sees the old content or the new one. On failure the temporary file is deleted and the old
/// content stands; only a killed process can leave `.NAME.PID-N.tmp` behind.
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_ATTEMPTS = 1000;

  /// Produces the content. What it throws reaches the caller: an `IOException` as a [FileException], anything else as it is.
  @FunctionalInterface
  public interface Content {
    /// Writes everything to `out`, which is buffered and is closed by the caller.
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /// Replaces or creates `target` with `bytes`.
  ///
  /// @throws FileException as [#write(Path, Content)]
  public static void write(Path target, byte[] bytes) {
    write(target, out -> out.write(bytes));
  }

  /// Replaces or creates `target`. A symbolic link is followed: the file it points to is replaced.
  ///
  /// @throws FileException if the directory is missing or may not be written to, if the target is a directory or a device, if the disk is full
  public static void write(Path target, Content content) {
    write(target, content, false);
  }

  /// The same for secrets: nobody but the owner may read the file, from its first byte on.
  ///
  /// @throws FileException as [#write(Path, Content)]
  public static void writeSecret(Path target, Content content) {
    write(target, content, true);
  }

  private static void write(Path target, Content content, boolean secret) {
    Path file = checkedTarget(target);
    try {
      Path temporary = createBeside(file, secret ? OwnerOnly.file(file) : new FileAttribute<?>[0]);
      try {
        fill(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      forceDirectory(file);
    } catch (AccessDeniedException e) {
      throw new FileException(target, "permission denied, directory " + directory(file) + " must be writable", e);
    } catch (IOException e) {
      throw FileException.of(target, "written", e);
    }
  }

  /// Checks that `target` can be written, before long work whose result goes there. Leaves nothing behind.
  ///
  /// @throws FileException as [#write(Path, Content)]
  public static void check(Path target) {
    Path file = checkedTarget(target);
    try {
      Files.delete(createBeside(file));
    } catch (AccessDeniedException e) {
      throw new FileException(target, "permission denied, directory " + directory(file) + " must be writable", e);
    } catch (IOException e) {
      throw FileException.of(target, "written", e);
    }
  }

  /// Takes room on the disk for `target`, which is written later: a disk that fills up meanwhile does not cost the result of long work. Checks as [#check] does.
  ///
  /// @param bytes at least what the file will have
  /// @throws FileException as [#write(Path, Content)]
  public static Room reserve(Path target, long bytes) {
    Path file = checkedTarget(target);
    try {
      Path held = createBeside(file);
      try {
        fill(held, out -> {
          byte[] zeros = new byte[BUFFER_BYTES];
          for (long left = bytes; left > 0; left -= BUFFER_BYTES) {
            out.write(zeros, 0, (int) Math.min(left, BUFFER_BYTES));
          }
        });
        return new Room(held);
      } catch (IOException e) {
        Files.deleteIfExists(held);
        throw e;
      }
    } catch (AccessDeniedException e) {
      throw new FileException(target, "permission denied, directory " + directory(file) + " must be writable", e);
    } catch (IOException e) {
      throw FileException.of(target, "written", e);
    }
  }

  /// Room on a disk that nothing else takes.
  public static final class Room implements AutoCloseable {
    private final Path held;

    private Room(Path held) {
      this.held = held;
    }

    /// Gives it back, as before the file is written. May be called again.
    @Override
    public void close() {
      try {
        Files.deleteIfExists(held);
      } catch (IOException e) {
        return; // then it is not free, and who writes says so
      }
    }
  }

  private static Path checkedTarget(Path target) {
    if (target.getFileName() == null || Files.isDirectory(target)) {
      throw new FileException(target, "is a directory, expected the name of a file");
    }
    try {
      Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new FileException(target, "is not a regular file, so it cannot be replaced");
      }
      if (!Files.isDirectory(directory(file))) {
        throw new FileException(target, "cannot be written, there is no directory " + directory(file));
      }
      return file;
    } catch (IOException e) {
      throw FileException.of(target, "written", e);
    }
  }

  private static Path directory(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  /// An empty new file with the permissions that the user's umask gives (`Files.createTempFile` would give others no access at all).
  private static Path createBeside(Path file, FileAttribute<?>... attributes) throws IOException {
    String stem = "." + file.getFileName() + "." + ProcessHandle.current().pid() + "-";
    for (int attempt = 0;; attempt++) {
      try {
        return Files.createFile(directory(file).resolve(stem + attempt + ".tmp"), attributes);
      } catch (FileAlreadyExistsException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void fill(Path temporary, Content content) throws IOException {
    // A stream, not a channel: an interrupted thread must still be able to write its last checkpoint.
    try (FileOutputStream file = new FileOutputStream(temporary.toFile());
        OutputStream out = new BufferedOutputStream(file, BUFFER_BYTES)) {
      content.writeTo(out);
      out.flush();
      file.getFD().sync();
    }
  }

  /// Makes the rename itself durable. Some systems cannot open a directory; the content is safe there all the same.
  private static void forceDirectory(Path file) {
    try (FileChannel channel = FileChannel.open(directory(file), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }
}
