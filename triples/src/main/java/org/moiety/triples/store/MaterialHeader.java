package org.moiety.triples.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.random.Seed;
import org.moiety.triples.remote.Terms;

/// What a preprocessing file says of itself, before its messages.
///
/// | bytes | what, all little endian |
/// | --- | --- |
/// | 8 | `MOIETYPP` |
/// | 4, 4 | version, 1; party, 0 or 1 |
/// | 32 | id of the dealing |
/// | 32 | key of the checks |
/// | 8, 8 | number of messages; bytes of the whole file |
/// | 8 | bytes of this header, the cursor included |
/// | 8 + 8 each | terms, as words of a message |
/// | 8 + 8 each | what was announced, likewise |
/// | 32 | check of all before |
/// | 8 | cursor: the last iteration that was used; 0 for none |
///
/// @param id the same in both parties' files of one dealing, and in no others
/// @param party whom it is for, 0 or 1
/// @param terms what the dealer was told
/// @param announced what the dealer was told of the data
public record MaterialHeader(String id, int party, Terms terms, Terms announced) {
  static final int CURSOR_BYTES = Long.BYTES;
  /// Up to the terms.
  static final int FIXED_BYTES = 104;
  static final int MAX_BYTES = 1 << 23;
  private static final byte[] MAGIC = "MOIETYPP".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int ID_BYTES = 32;
  private static final int HEADER_BYTES_AT = 96;

  /// An id that no other dealing has.
  public static String freshId() {
    ByteBuffer bytes = ByteBuffer.allocate(ID_BYTES);
    bytes.asLongBuffer().put(Seed.random().words());
    return HexFormat.of().formatHex(bytes.array());
  }

  /// Its length in a file.
  public int bytes() {
    return FIXED_BYTES + (2 + terms.words().length + announced.words().length) * Long.BYTES + Checks.BYTES
        + CURSOR_BYTES;
  }

  /// A file's header, and what only readers and writers of the file need.
  record Found(MaterialHeader header, Checks checks, long messages, long fileBytes) {
    @Override
    public String toString() {
      return "Found[" + header.id + "]";
    }
  }

  /// @param key of the checks
  ByteBuffer encode(Seed key, long messages, long fileBytes) {
    ByteBuffer out = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(VERSION).putInt(party).put(HexFormat.of().parseHex(id));
    words(out, key.words());
    out.putLong(messages).putLong(fileBytes).putLong(bytes());
    for (Terms each : new Terms[]{terms, announced}) {
      long[] words = each.words();
      out.putLong(words.length);
      words(out, words);
    }
    byte[] check = new Checks(key).header(out.duplicate().flip());
    return out.put(check).putLong(0).flip();
  }

  private static void words(ByteBuffer out, long[] words) {
    for (long word : words) {
      out.putLong(word);
    }
  }

  private static long[] words(ByteBuffer in, long count) {
    if (count < 0 || count > in.remaining() / Long.BYTES) {
      throw new BufferUnderflowException();
    }
    long[] words = new long[(int) count];
    for (int i = 0; i < words.length; i++) {
      words[i] = in.getLong();
    }
    return words;
  }

  /// The header's length, by its first bytes.
  ///
  /// @throws StoreException if it is no preprocessing file of this version
  static int bytes(Path file, ByteBuffer start) {
    ByteBuffer in = start.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    if (in.remaining() < FIXED_BYTES) {
      throw new StoreException(file, "is no preprocessing file, it has " + in.remaining() + " bytes");
    }
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new StoreException(file, "is no preprocessing file, expected one from moiety dealer --to-files");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new StoreException(file, "has version " + version + ", expected " + VERSION);
    }
    long bytes = in.getLong(HEADER_BYTES_AT);
    if (bytes < FIXED_BYTES + Checks.BYTES + CURSOR_BYTES || bytes > MAX_BYTES) {
      throw new StoreException(file, "is damaged, its header has " + bytes + " bytes");
    }
    return (int) bytes;
  }

  /// @param all the whole header but for the cursor
  /// @throws StoreException if it is damaged
  static Found decode(Path file, ByteBuffer all) {
    ByteBuffer in = all.order(ByteOrder.LITTLE_ENDIAN);
    try {
      in.position(MAGIC.length + Integer.BYTES);
      int party = in.getInt();
      byte[] id = new byte[ID_BYTES];
      in.get(id);
      Seed key = Seed.ofWords(words(in, Seed.BYTES / Long.BYTES));
      Checks checks = new Checks(key);
      byte[] check = new byte[Checks.BYTES];
      int end = in.limit() - Checks.BYTES;
      in.duplicate().position(end).get(check);
      if (!Checks.fit(check, checks.header(in.duplicate().position(0).limit(end)))) {
        throw new StoreException(file, "is damaged, the check of its header does not fit");
      }
      long messages = in.getLong();
      long fileBytes = in.getLong();
      in.position(FIXED_BYTES).limit(end);
      Terms terms = Terms.of(words(in, in.getLong()));
      Terms announced = Terms.of(words(in, in.getLong()));
      return new Found(new MaterialHeader(HexFormat.of().formatHex(id), party, terms, announced), checks, messages,
          fileBytes);
    } catch (BufferUnderflowException | TransportException e) {
      throw new StoreException(file, "is damaged, its header cannot be read");
    }
  }
}
