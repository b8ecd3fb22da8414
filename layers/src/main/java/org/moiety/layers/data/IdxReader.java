package org.moiety.layers.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads IDX files, the format of MNIST, plain or gzipped (told apart by content, not by name).
///
/// Layout: bytes `00 00 type n`, then n sizes of 4 bytes, big-endian, then the entries, last dimension fastest. Type 08, unsigned byte, is the only
/// one accepted. Images are `N x height x width` or `N x channels x height x width`, labels are `N`.
///
/// Every failure is a [DataException] that names the file, what was found and what would be right.
public final class IdxReader {
  private static final int UNSIGNED_BYTE = 8;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;
  /// Deflate cannot expand by more than 1032 : 1, so a larger claim is a lie, found before memory is asked for.
  private static final long MAX_GZIP_RATIO = 1032;

  private IdxReader() {}

  /// Images and their labels; the number of classes is the largest label plus one, at least 2.
  public static LabelledImages read(Path images, Path labels) {
    return pair(images, labels, 0);
  }

  /// Images and their labels, which must be below `classes`.
  public static LabelledImages read(Path images, Path labels, int classes) {
    if (classes < 1 || classes > 256) {
      throw new IllegalArgumentException("classes=" + classes + ", expected 1..256");
    }
    return pair(images, labels, classes);
  }

  /// Images whose labels nobody knows: each is labelled 0.
  public static LabelledImages unlabelled(Path images, int classes) {
    Idx file = readFile(images, "images", 3, 4);
    int[] shape = file.shape();
    return new LabelledImages(shape.length == 4 ? shape[1] : 1, shape[shape.length - 2], shape[shape.length - 1],
        classes, file.data(), new byte[shape[0]]);
  }

  /// The number of classes that a label file implies: its largest label plus one, at least 2.
  public static int classes(Path labels) {
    return classes(readLabels(labels));
  }

  private static LabelledImages pair(Path images, Path labels, int wantedClasses) {
    Idx labelFile = readLabels(labels);
    int classes = wantedClasses > 0 ? wantedClasses : classes(labelFile);
    for (int i = 0; i < labelFile.data().length; i++) {
      int label = Byte.toUnsignedInt(labelFile.data()[i]);
      if (label >= classes) {
        throw new DataException(labels + ": label " + label + " at example " + i + ", expected 0.." + (classes - 1));
      }
    }
    Idx imageFile = readFile(images, "images", 3, 4);
    int[] shape = imageFile.shape();
    if (shape[0] != labelFile.shape()[0]) {
      throw new DataException(images + ": " + shape[0] + " images, but " + labels + " has " + labelFile.shape()[0]
          + " labels; expected as many of each");
    }
    int channels = shape.length == 4 ? shape[1] : 1;
    return new LabelledImages(channels, shape[shape.length - 2], shape[shape.length - 1], classes, imageFile.data(),
        labelFile.data());
  }

  private static Idx readLabels(Path labels) {
    return readFile(labels, "labels", 1);
  }

  private static int classes(Idx labels) {
    int largest = 1;
    for (byte label : labels.data()) {
      largest = Math.max(largest, Byte.toUnsignedInt(label));
    }
    return largest + 1;
  }

  private record Idx(int[] shape, byte[] data) {}

  /// A file being read.
  ///
  /// @param what images or labels
  /// @param stream the unpacked bytes
  /// @param maxBytes no more than this can come out of `stream`
  /// @param packed whether `maxBytes` is only a bound
  private record Input(Path file, String what, InputStream stream, long maxBytes, boolean packed) {
    DataException truncated(int[] shape, long bytes, long foundBytes, boolean exact) {
      return new DataException(file + ": truncated, shape " + text(shape) + " needs " + bytes + " bytes, found "
          + (exact ? "" : "at most ") + foundBytes);
    }
  }

  private static Idx readFile(Path file, String what, int... dimensions) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      long bytes = Files.size(file);
      if (!isGzip(raw)) {
        return parse(new Input(file, what, raw, bytes, false), dimensions);
      }
      try (InputStream unpacked = new GZIPInputStream(raw, BUFFER_BYTES)) {
        return parse(new Input(file, what, unpacked, bytes * MAX_GZIP_RATIO, true), dimensions);
      }
    } catch (EOFException e) {
      throw new DataException(file + ": truncated, the file ends before its " + what + " do", e);
    } catch (ZipException e) {
      throw new DataException(file + ": damaged gzip stream (" + e.getMessage() + ")", e);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": no such file, expected IDX " + what, e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read (" + reason(e) + ")", e);
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }

  private static Idx parse(Input in, int[] dimensions) throws IOException {
    int[] shape = readShape(in.file(), in.what(), dimensions, in.stream());
    long bytes = 1;
    for (int size : shape) {
      bytes *= size; // both factors are below 2^31
      if (bytes > MAX_ARRAY_BYTES) {
        throw new DataException(
            in.file() + ": shape " + text(shape) + " is too large, at most " + MAX_ARRAY_BYTES + " bytes can be read");
      }
    }
    long available = in.maxBytes() - 4 - 4L * shape.length;
    if (bytes > available) {
      throw in.truncated(shape, bytes, available, !in.packed());
    }
    byte[] data = new byte[(int) bytes];
    int found = readUpTo(in.stream(), data);
    if (found < data.length) {
      throw in.truncated(shape, bytes, found, true);
    }
    if (in.stream().read() >= 0) {
      throw new DataException(
          in.file() + ": trailing bytes after " + text(shape) + " " + in.what() + ", expected the end of the file");
    }
    return new Idx(shape, data);
  }

  private static int[] readShape(Path file, String what, int[] dimensions, InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    byte[] magic = new byte[4];
    in.readFully(magic);
    if (magic[0] != 0 || magic[1] != 0) {
      throw new DataException(
          file + ": starts with " + hex(magic) + ", expected " + expectedMagic(dimensions) + " (IDX " + what + ")");
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw new DataException(file + ": unsupported IDX type " + typeName(magic[2]) + ", expected unsigned byte (08)");
    }
    if (Arrays.stream(dimensions).noneMatch(n -> n == magic[3])) {
      throw new DataException(
          file + ": starts with " + hex(magic) + " (" + Byte.toUnsignedInt(magic[3]) + " dimensions), expected "
              + expectedMagic(dimensions) + " (IDX " + what + ")");
    }
    int[] shape = new int[magic[3]];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readInt();
      if (shape[i] < 0) {
        throw new DataException(
            file + ": size " + Integer.toUnsignedString(shape[i]) + " in dimension " + i + " is too large");
      }
      if (shape[i] == 0) {
        throw new DataException(
            file + ": " + (i == 0 ? "0 " + what : "size 0 in dimension " + i) + ", expected at least 1");
      }
    }
    return shape;
  }

  private static int readUpTo(InputStream in, byte[] data) throws IOException {
    int got = 0;
    try {
      while (got < data.length) {
        int n = in.read(data, got, data.length - got);
        if (n < 0) {
          break;
        }
        got += n;
      }
    } catch (EOFException e) {
      return got; // a gzip stream that breaks off: the caller reports how far it came
    }
    return got;
  }

  private static String expectedMagic(int[] dimensions) {
    return Arrays.stream(dimensions).mapToObj(n -> "00 00 08 0" + n).collect(Collectors.joining(" or "));
  }

  private static String typeName(byte type) {
    String name = switch (type) {
      case 0x09 -> "signed byte";
      case 0x0b -> "int16";
      case 0x0c -> "int32";
      case 0x0d -> "float32";
      case 0x0e -> "float64";
      default -> "unknown";
    };
    return name + " (" + HexFormat.of().toHexDigits(type) + ")";
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  private static String text(int[] shape) {
    return IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
