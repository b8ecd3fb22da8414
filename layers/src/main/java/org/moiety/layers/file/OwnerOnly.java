package org.moiety.layers.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders with secrets: nobody but their owner may read them, where the file system knows of permissions.
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

  private OwnerOnly() {}

  /// What a new file beside `place` is asked for with.
  public static FileAttribute<?>[] file(Path place) {
    return attributes(place, FILE);
  }

  /// What a new folder beside `place` is asked for with.
  public static FileAttribute<?>[] folder(Path place) {
    return attributes(place, FOLDER);
  }

  private static FileAttribute<?>[] attributes(Path place, Set<PosixFilePermission> who) {
    return isPosix(place)
        ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(who)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path place) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /// @throws FileException if others may read, or write, the file
  public static void require(Path file) {
    if (!isPosix(file)) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (!FILE.containsAll(permissions)) {
        throw new FileException(file, "may be read by others (" + PosixFilePermissions.toString(permissions)
            + "), expected " + PosixFilePermissions.toString(FILE) + ": chmod 600");
      }
    } catch (IOException e) {
      throw FileException.of(file, "read", e);
    }
  }
}
