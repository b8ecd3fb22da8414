package org.moiety.layers.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder that one process at a time writes to. The lock is on a file `.lock` in it, which stays, and ends with the process at the latest.
public final class FolderLock implements AutoCloseable {
  private static final String NAME = ".lock";

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// @throws FileException if another process has the folder, or another part of this one
  public static FolderLock of(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
          OwnerOnly.file(file));
      if (lock(channel) == null) {
        channel.close();
        throw new FileException(folder, "is in use by another run");
      }
      return new FolderLock(folder, channel);
    } catch (IOException e) {
      throw FileException.of(folder, "locked", e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (IllegalStateException e) {
      return null; // locked by this process: OverlappingFileLockException
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw FileException.of(folder, "unlocked", e);
    }
  }
}
