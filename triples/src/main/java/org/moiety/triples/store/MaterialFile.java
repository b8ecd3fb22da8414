package org.moiety.triples.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.StreamChannel;

/// What a dealer made ahead for this party, read as if the dealer sent it. It serves one session: before anything of an iteration is used, its number is on disk as the file's cursor, and
/// before the first, the file's id among the [SpentMaterial] of this identity. From then on the seed is in this process only, for it is overwritten in the file; what is left is cut off when the
/// file is closed.
public final class MaterialFile implements Channel {
  private final Path file;
  private final FileChannel channel;
  private final SpentMaterial spent;
  private final MaterialHeader header;
  private final Checks checks;
  private final int headerBytes;
  private final long messages;
  private final ByteBuffer in = ByteBuffer.allocate(MaterialWriter.BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long message;
  private long left;
  private long cursor;

  private MaterialFile(Path file, FileChannel channel, SpentMaterial spent, MaterialHeader.Found found, int headerBytes,
      long cursor) {
    this.file = file;
    this.channel = channel;
    this.spent = spent;
    header = found.header();
    checks = found.checks();
    messages = found.messages();
    left = found.fileBytes() - headerBytes;
    this.headerBytes = headerBytes;
    this.cursor = cursor;
  }

  /// Opens a file that nobody has used.
  ///
  /// @throws StoreException if it was used, is in use, or is none; or if a copy of it was used
  public static MaterialFile open(Path file, SpentMaterial spent) {
    FileChannel channel = null;
    boolean opened = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      lock(file, channel);
      ByteBuffer start = ByteBuffer.allocate(MaterialHeader.FIXED_BYTES);
      fill(channel, start, 0);
      int headerBytes = MaterialHeader.bytes(file, start.flip());
      ByteBuffer all = ByteBuffer.allocate(headerBytes);
      fill(channel, all, 0);
      if (all.hasRemaining()) {
        throw new StoreException(file, "is truncated, it ends in its header");
      }
      MaterialHeader.Found found = MaterialHeader.decode(file,
          all.flip().slice(0, headerBytes - MaterialHeader.CURSOR_BYTES));
      long cursor = all.order(ByteOrder.LITTLE_ENDIAN).getLong(headerBytes - MaterialHeader.CURSOR_BYTES);
      if (cursor != 0) {
        throw new StoreException(file, "was used before, up to iteration " + cursor
            + ": preprocessing serves one session, from its beginning");
      }
      if (channel.size() != found.fileBytes()) {
        throw new StoreException(file, (channel.size() < found.fileBytes() ? "is truncated, " : "is too long, ")
            + channel.size() + " bytes, expected " + found.fileBytes());
      }
      if (spent.contains(found.header().id())) {
        throw copy(file);
      }
      MaterialFile opening = new MaterialFile(file, channel, spent, found, headerBytes, cursor);
      channel.position(headerBytes);
      opened = true;
      return opening;
    } catch (NoSuchFileException e) {
      throw new StoreException(file, "no such file");
    } catch (IOException e) {
      throw StoreException.of(file, "read", e);
    } finally {
      if (!opened && channel != null) {
        close(file, channel);
      }
    }
  }

  private static StoreException copy(Path file) {
    return new StoreException(file,
        "is a copy of a file that was used before: preprocessing serves one session, from its beginning");
  }

  /// Held until the file is closed.
  private static void lock(Path file, FileChannel channel) throws IOException {
    @Nullable
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IllegalStateException e) {
      lock = null; // locked by this process: OverlappingFileLockException
    }
    if (lock == null) {
      throw new StoreException(file, "is in use by another session");
    }
  }

  private static void fill(FileChannel channel, ByteBuffer into, long from) throws IOException {
    int read = 0;
    while (into.hasRemaining() && read >= 0) {
      read = channel.read(into, from + into.position());
    }
  }

  public Path file() {
    return file;
  }

  public MaterialHeader header() {
    return header;
  }

  /// The last iteration whose material was used; 0 for none.
  public long cursor() {
    return cursor;
  }

  /// Marks the material of an iteration as used, on disk. Nothing of it may be used before. What was read before the first, the seed, is overwritten.
  ///
  /// @throws StoreException if it was used already
  public void spend(long iteration) {
    if (iteration <= cursor) {
      throw new StoreException(file, "the material of iteration " + iteration + " was used already");
    }
    if (cursor == 0 && !spent.add(header.id())) {
      throw copy(file);
    }
    try {
      overwrite(headerBytes - MaterialHeader.CURSOR_BYTES,
          ByteBuffer.allocate(MaterialHeader.CURSOR_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(iteration).flip());
      if (cursor == 0) {
        overwrite(headerBytes, ByteBuffer.allocate(Math.toIntExact(channel.position() - headerBytes)));
      }
    } catch (IOException e) {
      throw StoreException.of(file, "written", e);
    }
    cursor = iteration;
  }

  /// On disk.
  private void overwrite(long at, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position());
    }
    channel.force(false);
  }

  /// The next message.
  ///
  /// @throws StoreException if it is damaged, or there is none
  @Override
  public Frame receive() {
    if (message == messages) {
      throw new StoreException(file, "has no more than " + messages + " messages: it is for another program");
    }
    try {
      checks.begin(message);
      int planes = part(Integer.BYTES).getInt();
      if (planes < 0 || planes > StreamChannel.MAX_PLANES) {
        throw damaged();
      }
      int[] lengths = new int[planes];
      part(planes * Integer.BYTES).asIntBuffer().get(lengths);
      long words = 0;
      for (int length : lengths) {
        words += length;
        if (length < 0 || words > left / Long.BYTES) {
          throw damaged();
        }
      }
      long[][] read = new long[planes][];
      for (int i = 0; i < planes; i++) {
        read[i] = plane(lengths[i]);
      }
      byte[] expected = checks.end();
      byte[] found = new byte[Checks.BYTES];
      bytes(Checks.BYTES).get(found);
      if (!Checks.fit(found, expected)) {
        throw damaged();
      }
      message++;
      return new Frame(read);
    } catch (IOException e) {
      throw StoreException.of(file, "read", e);
    }
  }

  private long[] plane(int length) throws IOException {
    long[] plane = new long[length];
    for (int at = 0; at < length;) {
      int count = Math.min(in.capacity() / Long.BYTES, length - at);
      part(count * Long.BYTES).asLongBuffer().get(plane, at, count);
      at += count;
    }
    return plane;
  }

  /// The next bytes of a message; they are checked.
  private ByteBuffer part(int count) throws IOException {
    ByteBuffer part = bytes(count);
    checks.update(part);
    return part.rewind();
  }

  private ByteBuffer bytes(int count) throws IOException {
    if (count > left) {
      throw damaged();
    }
    in.clear().limit(count);
    while (in.hasRemaining()) {
      if (channel.read(in) < 0) {
        throw damaged();
      }
    }
    left -= count;
    return in.flip();
  }

  private StoreException damaged() {
    return new StoreException(file, "is damaged, the check of message " + (message + 1) + " of " + messages
        + " does not fit");
  }

  @Override
  public void send(Frame frame) {
    throw new IllegalStateException("nobody reads what is sent to a file");
  }

  /// Cuts off what no session will use, and lets others open it.
  @Override
  public void close() {
    try {
      if (cursor > 0 && channel.isOpen()) {
        channel.truncate(headerBytes);
      }
    } catch (IOException e) {
      throw StoreException.of(file, "cut off", e);
    } finally {
      close(file, channel);
    }
  }

  private static void close(Path file, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw StoreException.of(file, "closed", e);
    }
  }

  @Override
  public String toString() {
    return "MaterialFile[" + file + "]";
  }
}
