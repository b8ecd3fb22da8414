package org.moiety.triples.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.random.Seed;

/// Where a dealer sends what a party will read from a file.
///
/// After the [MaterialHeader] each message: the number of its planes (4 bytes), the words of each (4 each), the words (8 each), and a check (32); all little endian.
public final class MaterialWriter implements Channel {
  static final int BUFFER_BYTES = 1 << 18;

  private final Path file;
  private final FileChannel out;
  private final MaterialHeader header;
  private final Seed key = Seed.random();
  private final Checks checks = new Checks(key);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long messages;
  private long bytes;

  private MaterialWriter(Path file, FileChannel out, MaterialHeader header) {
    this.file = file;
    this.out = out;
    this.header = header;
  }

  /// Begins a file.
  ///
  /// @param file exists, empty, and nobody but its owner may read it
  /// @throws StoreException if it cannot be written
  public static MaterialWriter open(Path file, MaterialHeader header) {
    try {
      FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE);
      MaterialWriter writer = new MaterialWriter(file, out, header);
      writer.bytes = header.bytes();
      out.position(writer.bytes);
      return writer;
    } catch (IOException e) {
      throw StoreException.of(file, "written", e);
    }
  }

  /// What a message takes in a file.
  public static long bytesOf(Frame frame) {
    return Integer.BYTES * (1L + frame.planes().length) + frame.bytes() + Checks.BYTES;
  }

  /// Bytes so far.
  public long bytes() {
    return bytes;
  }

  @Override
  public void send(Frame frame) {
    try {
      checks.begin(messages);
      buffer.putInt(frame.planes().length);
      for (long[] plane : frame.planes()) {
        buffer.putInt(plane.length);
      }
      for (long[] plane : frame.planes()) {
        for (int at = 0; at < plane.length;) {
          if (buffer.remaining() < Long.BYTES) {
            write();
          }
          LongBuffer words = buffer.asLongBuffer();
          int count = Math.min(words.remaining(), plane.length - at);
          words.put(plane, at, count);
          buffer.position(buffer.position() + count * Long.BYTES);
          at += count;
        }
      }
      frame.read().run();
      write();
      writeAll(ByteBuffer.wrap(checks.end()));
      messages++;
      bytes += bytesOf(frame);
    } catch (IOException e) {
      throw StoreException.of(file, "written", e);
    }
  }

  private void write() throws IOException {
    checks.update(buffer.flip());
    buffer.rewind();
    writeAll(buffer);
    buffer.clear();
  }

  private void writeAll(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      out.write(from);
    }
  }

  /// Completes the file: before that it is none.
  public void finish() {
    try {
      out.position(0);
      writeAll(header.encode(key, messages, bytes));
      out.force(true);
    } catch (IOException e) {
      throw StoreException.of(file, "written", e);
    }
  }

  @Override
  public Frame receive() {
    throw new IllegalStateException("a file answers nothing");
  }

  @Override
  public void close() {
    key.destroy();
    try {
      out.close();
    } catch (IOException e) {
      throw StoreException.of(file, "written", e);
    }
  }
}
