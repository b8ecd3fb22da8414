package org.moiety.layers.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// Small IDX files for tests: entry i is `i mod 251`, or a label `i mod classes`.
final class IdxFiles {
  private IdxFiles() {}

  /// Header and entries of unsigned bytes.
  static byte[] idx(int... shape) {
    ByteBuffer header = header(shape);
    int length = 1;
    for (int size : shape) {
      length *= size;
    }
    ByteBuffer file = ByteBuffer.allocate(header.capacity() + length).put(header.array());
    for (int i = 0; i < length; i++) {
      file.put((byte) (i % 251));
    }
    return file.array();
  }

  static byte[] labels(int count, int classes) {
    byte[] file = idx(count);
    for (int i = 0; i < count; i++) {
      file[8 + i] = (byte) (i % classes);
    }
    return file;
  }

  static ByteBuffer header(int... shape) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * shape.length).put(new byte[]{0, 0, 8, (byte) shape.length});
    for (int size : shape) {
      header.putInt(size);
    }
    return header;
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Four plain files with the usual names: `train` and `test` images of 2 x 3 pixels, 10 classes.
  static void writeFour(Path folder, int train, int test) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(train, 2, 3));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(train, 10));
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(test, 2, 3));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(test, 10));
  }
}
