package org.moiety.layers.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers as little-endian bytes, in pieces of 64 KiB so that a large array needs no second one.
final class LittleEndian {
  private static final int CHUNK_BYTES = 1 << 16;

  private LittleEndian() {}

  /// Exactly `bytes` bytes.
  ///
  /// @throws EOFException if there are fewer
  static byte[] readExactly(InputStream in, int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    return read;
  }

  /// @throws EOFException if there are fewer than `count`
  static float[] readFloats(InputStream in, int count) throws IOException {
    float[] values = new float[count];
    int perChunk = CHUNK_BYTES / Float.BYTES;
    for (int from = 0; from < count; from += perChunk) {
      int n = Math.min(perChunk, count - from);
      wrap(readExactly(in, n * Float.BYTES)).asFloatBuffer().get(values, from, n);
    }
    return values;
  }

  static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static void writeFloats(OutputStream out, float[] values) throws IOException {
    int perChunk = CHUNK_BYTES / Float.BYTES;
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int from = 0; from < values.length; from += perChunk) {
      int n = Math.min(perChunk, values.length - from);
      wrap(chunk).asFloatBuffer().put(values, from, n);
      out.write(chunk, 0, n * Float.BYTES);
    }
  }

  static void writeDoubles(OutputStream out, double[] values) throws IOException {
    int perChunk = CHUNK_BYTES / Double.BYTES;
    byte[] chunk = new byte[CHUNK_BYTES];
    for (int from = 0; from < values.length; from += perChunk) {
      int n = Math.min(perChunk, values.length - from);
      wrap(chunk).asDoubleBuffer().put(values, from, n);
      out.write(chunk, 0, n * Double.BYTES);
    }
  }
}
