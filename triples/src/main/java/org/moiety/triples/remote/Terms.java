package org.moiety.triples.remote;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.TransportException;

/// Public settings by name, in order, and as words of a message.
public final class Terms {
  private static final int MAX_BYTES = 1 << 22;
  private static final String NOTHING = "nothing";

  private final MutableOrderedMap<String, String> entries = OrderedMapAdapter.adapt(new LinkedHashMap<>());

  /// Adds a setting; names are not repeated.
  public Terms with(String name, Object value) {
    if (entries.put(name, value.toString()) != null) {
      throw new IllegalArgumentException("'" + name + "' is set twice");
    }
    return this;
  }

  /// All of them, by name and in order.
  public Map<String, String> all() {
    return Collections.unmodifiableMap(entries);
  }

  public boolean has(String name) {
    return entries.containsKey(name);
  }

  /// The value of a setting.
  ///
  /// @throws TransportException if there is none: a peer has left it out
  public String get(String name) {
    String value = entries.get(name);
    if (value == null) {
      throw new TransportException("malformed message: it says nothing of '" + name + "'");
    }
    return value;
  }

  /// Where two sets of terms differ first, in this one's order: the name, and both values, `nothing` where there is none. Null where they are equal.
  public @Nullable Difference difference(Terms other) {
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      String theirs = other.entries.get(entry.getKey());
      if (!entry.getValue().equals(theirs)) {
        return new Difference(entry.getKey(), entry.getValue(), theirs == null ? NOTHING : theirs);
      }
    }
    for (Map.Entry<String, String> entry : other.entries.entrySet()) {
      if (!entries.containsKey(entry.getKey())) {
        return new Difference(entry.getKey(), NOTHING, entry.getValue());
      }
    }
    return null;
  }

  /// A setting that differs.
  public record Difference(String name, String ours, String theirs) {}

  /// The length in bytes, then name and value of each entry, each a length and UTF-8; little endian.
  public long[] words() {
    byte[] bytes = bytes();
    long[] words = new long[1 + Math.ceilDiv(bytes.length, Long.BYTES)];
    ByteBuffer padded = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    padded.putLong(bytes.length).put(bytes).rewind().asLongBuffer().get(words);
    return words;
  }

  byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    entries.forEachKeyValue((name, value) -> {
      for (String text : new String[]{name, value}) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(utf8.length).put(utf8);
      }
    });
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /// @throws TransportException if the words are none that [#words] gives
  public static Terms of(long[] words) {
    Terms terms = new Terms();
    try {
      if (words.length < 1 || words.length > MAX_BYTES / Long.BYTES
          || words.length != 1 + Math.ceilDiv(words[0], Long.BYTES)) {
        throw new TransportException("malformed message: settings of " + words.length + " words");
      }
      ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asLongBuffer().put(words);
      bytes.position(Long.BYTES).limit(Long.BYTES + Math.toIntExact(words[0]));
      while (bytes.hasRemaining()) {
        terms.with(text(bytes), text(bytes));
      }
    } catch (BufferUnderflowException | CharacterCodingException | IllegalArgumentException e) {
      throw new TransportException("malformed message: settings that cannot be read");
    }
    return terms;
  }

  private static String text(ByteBuffer bytes) throws CharacterCodingException {
    int length = bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer utf8 = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
