package org.moiety.triples.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;

/// The ids of the preprocessing that an identity has used, one a line, so that a copy of a file is known. It stands beside the identity's key and lasts as long.
///
/// @param file made when something is noted first
public record SpentMaterial(Path file) {
  private static final int MAX_BYTES = 1 << 26;

  /// Whether anything of it may have been used.
  public boolean contains(String id) {
    try {
      return Files.exists(file) && ids(Files.readString(file, StandardCharsets.US_ASCII)).contains(id);
    } catch (IOException e) {
      throw StoreException.of(file, "read", e);
    }
  }

  private static Set<String> ids(String text) {
    return text.lines().collect(Collectors.toSet());
  }

  /// Notes an id, on disk.
  ///
  /// @return whether it is new
  boolean add(String id) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
        StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
      if (channel.size() > MAX_BYTES) {
        throw new StoreException(file, "has " + channel.size() + " bytes, expected lines of 64 characters");
      }
      ByteBuffer all = ByteBuffer.allocate((int) channel.size());
      int read = 0;
      while (all.hasRemaining() && read >= 0) {
        read = channel.read(all);
      }
      String text = StandardCharsets.US_ASCII.decode(all.flip()).toString();
      if (ids(text).contains(id)) {
        return false;
      }
      boolean torn = !text.isEmpty() && !text.endsWith("\n"); // by a crash while it was noted
      ByteBuffer line = StandardCharsets.US_ASCII.encode((torn ? "\n" : "") + id + "\n");
      channel.position(channel.size());
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
      return true;
    } catch (NoSuchFileException e) {
      throw new StoreException(file, "cannot be made, there is no such folder");
    } catch (IOException e) {
      throw StoreException.of(file, "written", e);
    }
  }
}
