package org.moiety.layers.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// Arrays in numpy's `.npy` format. Reads versions 1 to 3, little endian, in C or Fortran order, of the types float32, float64, int32, int64, uint8 and
/// bool (as 0 and 1); writes float32 and float64 in C order, byte for byte as `numpy.save` does.
///
/// Layout: `\x93NUMPY`, major and minor version, header length (2 bytes in version 1, else 4, little endian), header text ([NpyHeader]) padded with spaces
/// and one line feed so that the data begin at a multiple of 64, then the data to the end of the file.
///
/// Whether NaN and infinities are acceptable is up to the caller; they are read and written as any value.
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  /// numpy itself refuses longer headers.
  private static final int MAX_HEADER_BYTES = 10_000;
  /// As in numpy.
  private static final int MAX_DIMENSIONS = 64;
  private static final int CHUNK_BYTES = 1 << 16;
  private static final long MAX_EXACT_INTEGER = 1L << 53;

  private static final Map<String, Type> TYPES = Map.of("<f4", Type.FLOAT32, "<f8", Type.FLOAT64, "<i4", Type.INT32,
      "<i8", Type.INT64, "|u1", Type.UINT8, "<u1", Type.UINT8, "|b1", Type.BOOL);

  private enum Type {
    FLOAT32(4), FLOAT64(8), INT32(4), INT64(8), UINT8(1), BOOL(1);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    private double next(ByteBuffer in) throws MalformedException {
      return switch (this) {
        case FLOAT32 -> in.getFloat();
        case FLOAT64 -> in.getDouble();
        case INT32 -> in.getInt();
        case INT64 -> exact(in.getLong());
        case UINT8 -> Byte.toUnsignedInt(in.get());
        case BOOL -> in.get() == 0 ? 0 : 1;
      };
    }

    private static double exact(long value) throws MalformedException {
      if (value > MAX_EXACT_INTEGER || value < -MAX_EXACT_INTEGER) {
        throw new MalformedException("int64 value " + value + " is too large, at most 2^53 can be kept exactly");
      }
      return value;
    }
  }

  private Npy() {}

  /// Reads an array.
  ///
  /// @throws FileException if the file cannot be read, is not `.npy`, has an unsupported type, is truncated or too long
  public static NpyArray read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file));
    } catch (IOException e) {
      throw FileException.of(file, "read", e);
    }
  }

  private static NpyArray read(InputStream in, long fileBytes) throws IOException {
    byte[] start = LittleEndian.readExactly(in, MAGIC.length + 2);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedException("starts with " + hex(Arrays.copyOf(start, MAGIC.length)) + ", expected "
          + hex(MAGIC) + " (an .npy file)");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new MalformedException(
          "unsupported .npy version " + Byte.toUnsignedInt(start[MAGIC.length]) + ", expected 1, 2 or 3");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    ByteBuffer length = LittleEndian.wrap(Arrays.copyOf(LittleEndian.readExactly(in, lengthBytes), 4));
    long headerBytes = Integer.toUnsignedLong(length.getInt());
    if (headerBytes > MAX_HEADER_BYTES) {
      throw new MalformedException(
          "header of " + headerBytes + " bytes, at most " + MAX_HEADER_BYTES + " are read");
    }
    NpyHeader header = NpyHeader.parse(new String(LittleEndian.readExactly(in, (int) headerBytes),
        version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
    return values(in, header, fileBytes - start.length - lengthBytes - headerBytes);
  }

  private static NpyArray values(InputStream in, NpyHeader header, long dataBytes) throws IOException {
    Type type = TYPES.get(header.descr());
    if (type == null) {
      throw new MalformedException("unsupported type '" + header.descr()
          + "', expected little-endian float32, float64, int32, int64, uint8 or bool");
    }
    int count = Shapes.product(header.shape());
    if (count < 0) {
      throw new MalformedException("shape " + Arrays.toString(header.shape()) + " is too large, at most "
          + Shapes.MAX_LENGTH + " values can be read");
    }
    long expected = (long) count * type.bytes;
    if (dataBytes != expected) {
      throw new MalformedException((dataBytes < expected ? "truncated" : "too long") + ", shape "
          + Arrays.toString(header.shape()) + " of '" + header.descr() + "' needs " + expected + " bytes, found "
          + dataBytes);
    }
    double[] values = decode(in, type, count);
    int[] shape = Shapes.ints(header.shape());
    return new NpyArray(shape, header.fortranOrder() ? toCOrder(shape, values) : values);
  }

  private static double[] decode(InputStream in, Type type, int count) throws IOException {
    double[] values = new double[count];
    int perChunk = CHUNK_BYTES / type.bytes;
    for (int from = 0; from < count; from += perChunk) {
      int to = Math.min(count, from + perChunk);
      ByteBuffer chunk = LittleEndian.wrap(LittleEndian.readExactly(in, (to - from) * type.bytes));
      for (int i = from; i < to; i++) {
        values[i] = type.next(chunk);
      }
    }
    return values;
  }

  /// From first index fastest to last index fastest.
  private static double[] toCOrder(int[] shape, double[] fortran) {
    double[] values = new double[fortran.length];
    int[] index = new int[shape.length];
    int[] stride = new int[shape.length];
    for (int d = 0, product = 1; d < shape.length; product *= shape[d++]) {
      stride[d] = product;
    }
    int from = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = fortran[from];
      // Count up in C order: the last index first, carrying to the left.
      for (int d = shape.length - 1; d >= 0; d--) {
        from += stride[d];
        if (++index[d] < shape[d]) {
          break;
        }
        from -= shape[d] * stride[d];
        index[d] = 0;
      }
    }
    return values;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  /// Writes `values`, in C order, as float32.
  ///
  /// @throws IllegalArgumentException if shape and values do not fit together
  /// @throws FileException if the file cannot be written; then the old content stands
  public static void write(Path file, int[] shape, float[] values) {
    Shapes.require(shape, values.length);
    AtomicFile.write(file, out -> {
      out.write(header("<f4", shape));
      LittleEndian.writeFloats(out, values);
    });
  }

  /// Writes `values`, in C order, as float64.
  ///
  /// @throws IllegalArgumentException if shape and values do not fit together
  /// @throws FileException if the file cannot be written; then the old content stands
  public static void write(Path file, int[] shape, double[] values) {
    Shapes.require(shape, values.length);
    AtomicFile.write(file, out -> {
      out.write(header("<f8", shape));
      LittleEndian.writeDoubles(out, values);
    });
  }

  /// Everything before the data, in version 1, which suffices for any shape that numpy can have. Like numpy it pads by 64 where nothing is needed.
  private static byte[] header(String descr, int[] shape) {
    if (shape.length > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "dimensions=" + shape.length + ", at most " + MAX_DIMENSIONS + " can be written");
    }
    String text = new NpyHeader(descr, false, Arrays.stream(shape).asLongStream().toArray()).text();
    int prefixBytes = MAGIC.length + 2 + Short.BYTES;
    int padding = ALIGNMENT - (prefixBytes + text.length() + 1) % ALIGNMENT;
    byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[prefixBytes + header.length];
    LittleEndian.wrap(whole).put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    return whole;
  }
}
