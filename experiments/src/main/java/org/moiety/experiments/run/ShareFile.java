package org.moiety.experiments.run;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.random.Sha256;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;

/// One party's additive shares of an array, as a file; `docs/CLI.md` has the layout as a table.
///
/// Little endian: magic (8 bytes), version (4), party (4), id of the sharing (16), modulus (16), base, fraction digits, integer bits and number of dimensions
/// (4 each), sizes (8 each), elements (16 each: canonical integers, not in Montgomery form), SHA-256 of all before (32).
///
/// @param id the same in both parties' files of one sharing
/// @param elements 16 bytes each, row-major
record ShareFile(byte[] id, int party, int[] shape, Precision precision, byte[] elements) {
  static final int ID_BYTES = 16;
  private static final byte[] MAGIC = "MOIETYSH".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int ELEMENT_BYTES = 16;
  private static final int CHECKSUM_BYTES = 32;
  private static final int FIXED_BYTES = 64;
  private static final int MAX_DIMENSIONS = 64;

  void write(Path file) {
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + 8 * shape.length + elements.length)
        .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(party).put(id).put(integer(Modulus.MOIETY.value()));
    bytes.putInt(precision.base()).putInt(precision.digits()).putInt(precision.integerBits()).putInt(shape.length);
    for (int size : shape) {
      bytes.putLong(size);
    }
    bytes.put(elements);
    AtomicFile.writeSecret(file, out -> {
      out.write(bytes.array());
      out.write(Sha256.of(bytes.array(), bytes.capacity()));
    });
  }

  /// @throws FileException if the file is none, or damaged
  static ShareFile read(Path file) {
    byte[] all;
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw new FileException(file, "too large, " + Files.size(file) + " bytes");
      }
      all = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new FileException(file, "no such file", e);
    } catch (AccessDeniedException e) {
      throw new FileException(file, "permission denied", e);
    } catch (IOException e) {
      throw new FileException(file, "cannot be read (" + e.getMessage() + ")", e);
    }
    try {
      return parse(file, all);
    } catch (BufferUnderflowException e) {
      throw new FileException(file, "truncated, " + all.length + " bytes", e);
    }
  }

  private static ShareFile parse(Path file, byte[] all) {
    ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    if (!Arrays.equals(take(in, MAGIC.length), MAGIC)) {
      throw new FileException(file, "is no share file, expected one that moiety share or compute wrote");
    }
    int version = in.getInt();
    int party = in.getInt();
    if (version != VERSION || party < 0 || party > 1) {
      throw new FileException(file,
          "has version " + version + " and party " + party + ", expected version " + VERSION + " and party 0 or 1");
    }
    byte[] id = take(in, ID_BYTES);
    if (!Arrays.equals(take(in, ELEMENT_BYTES), integer(Modulus.MOIETY.value()))) {
      throw new FileException(file, "is for another field, expected the modulus " + Modulus.MOIETY.value());
    }
    Precision precision = precision(file, in.getInt(), in.getInt(), in.getInt());
    int[] shape = shape(file, in, all.length);
    byte[] elements = take(in, all.length - CHECKSUM_BYTES - in.position());
    if (!Arrays.equals(take(in, CHECKSUM_BYTES), Sha256.of(all, all.length - CHECKSUM_BYTES))) {
      throw new FileException(file, "damaged, its SHA-256 checksum does not fit");
    }
    StoredElements.require(file, "shares", elements);
    return new ShareFile(id, party, shape, precision, elements);
  }

  private static Precision precision(Path file, int base, int digits, int integerBits) {
    try {
      return new Precision(base, digits, integerBits);
    } catch (IllegalArgumentException e) {
      throw new FileException(file, "damaged, its precision cannot be: " + e.getMessage(), e);
    }
  }

  private static int[] shape(Path file, ByteBuffer in, int fileBytes) {
    int dimensions = in.getInt();
    if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
      throw new FileException(file, "damaged, it has " + dimensions + " dimensions");
    }
    int[] shape = new int[dimensions];
    long length = 1;
    for (int i = 0; i < dimensions; i++) {
      long size = in.getLong();
      length = size < 1 || size > fileBytes ? fileBytes : Math.min(fileBytes, length * size);
      shape[i] = (int) size;
    }
    long expected = in.position() + ELEMENT_BYTES * length + CHECKSUM_BYTES;
    if (fileBytes != expected) {
      throw new FileException(file, (fileBytes < expected ? "truncated" : "too long") + ", shape "
          + Arrays.toString(shape) + " does not fit " + fileBytes + " bytes");
    }
    return shape;
  }

  private static byte[] take(ByteBuffer in, int count) {
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  /// 16 little-endian bytes.
  private static byte[] integer(BigInteger value) {
    return ByteBuffer.allocate(ELEMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value.longValue())
        .putLong(value.shiftRight(64).longValue()).array();
  }

  String idText() {
    return HexFormat.of().formatHex(id, 0, 4);
  }

  /// Party, id and shape only.
  @Override
  public String toString() {
    return "ShareFile[party " + party + ", " + idText() + ", " + Arrays.toString(shape) + "]";
  }
}
