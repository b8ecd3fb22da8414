package org.moiety.layers.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.random.Sha256;

/// One party's shares of named tensors, with text beside them, for its owner's eyes only; `docs/CLI.md` has the layout as a table.
///
/// Little endian: magic (8 bytes), version (4), length of the header (4), header (JSON), the key (3 elements) where there are MACs, for each tensor its share and, where there are
/// MACs, the share of its MAC; SHA-256 of all before (32). Elements have 16 bytes. The header is public: `{"metadata": {...}, "macs": true, "tensors": [{"name": ..., "shape": [...]}]}`.
public final class SharesFile {
  /// Bytes of an element.
  public static final int ELEMENT_BYTES = 16;
  /// Bytes of a key: shares of the key itself, of a random element, and of that one's MAC.
  public static final int KEY_BYTES = 3 * ELEMENT_BYTES;
  private static final byte[] MAGIC = "MOIETYMS".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int CHECKSUM_BYTES = 32;
  private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// Shares of a tensor. Arrays are not copied.
  ///
  /// @param share canonical integers, 16 bytes each, row-major
  /// @param mac as many, or null where there are no MACs
  public record Entry(String name, int[] shape, byte[] share, byte @Nullable [] mac) {
    /// Written out, for javac leaves annotations off the parameters of a compact constructor.
    ///
    /// @throws IllegalArgumentException if they do not fit together
    public Entry(String name, int[] shape, byte[] share, byte @Nullable [] mac) {
      Shapes.require(shape, share.length / ELEMENT_BYTES);
      if (share.length % ELEMENT_BYTES != 0 || (mac != null && mac.length != share.length)) {
        throw new IllegalArgumentException(name + ": shares of " + share.length + " bytes, MACs of "
            + (mac == null ? 0 : mac.length));
      }
      this.name = name;
      this.shape = shape;
      this.share = share;
      this.mac = mac;
    }

    /// Name and shape only.
    @Override
    public String toString() {
      return name + Arrays.toString(shape);
    }
  }

  /// Everything in a file.
  ///
  /// @param metadata public text
  /// @param key what the MACs are checked by, see [#KEY_BYTES]; null where there are none
  public record Content(Map<String, String> metadata, byte @Nullable [] key, List<Entry> tensors) {
    /// @throws IllegalArgumentException if only some tensors have MACs, or there is no key to them
    public Content(Map<String, String> metadata, byte @Nullable [] key, List<Entry> tensors) {
      if ((key != null && key.length != KEY_BYTES)
          || tensors.stream().anyMatch(tensor -> (tensor.mac() == null) != (key == null))) {
        throw new IllegalArgumentException("a key without MACs, or MACs without a key");
      }
      this.metadata = metadata;
      this.key = key;
      this.tensors = tensors;
    }

    /// Names and shapes only.
    @Override
    public String toString() {
      return "Content" + tensors;
    }
  }

  private SharesFile() {}

  /// @throws FileException if the file cannot be written; then the old content stands
  public static void write(Path file, Content content) {
    byte[] header = header(content);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(MAGIC.length + 8L + header.length + dataBytes(content)))
        .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(header.length).put(header);
    put(bytes, content.key());
    for (Entry tensor : content.tensors()) {
      put(bytes, tensor.share());
      put(bytes, tensor.mac());
    }
    AtomicFile.writeSecret(file, out -> {
      out.write(bytes.array());
      out.write(Sha256.of(bytes.array(), bytes.capacity()));
    });
  }

  private static void put(ByteBuffer bytes, byte @Nullable [] part) {
    if (part != null) {
      bytes.put(part);
    }
  }

  private static long dataBytes(Content content) {
    int arrays = content.key() == null ? 1 : 2;
    return (content.key() == null ? 0 : KEY_BYTES)
        + content.tensors().stream().mapToLong(tensor -> (long) arrays * tensor.share().length).sum();
  }

  private static byte[] header(Content content) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode metadata = root.putObject("metadata");
    content.metadata().forEach(metadata::put);
    root.put("macs", content.key() != null);
    ArrayNode tensors = root.putArray("tensors");
    for (Entry tensor : content.tensors()) {
      ArrayNode shape = tensors.addObject().put("name", tensor.name()).putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
    }
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Whether a file begins as one with shares does.
  public static boolean is(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      return false; // its reader says what is wrong
    }
  }

  /// @throws FileException if the file is none, is damaged, or may be read by others
  public static Content read(Path file) {
    try {
      OwnerOnly.require(file);
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw new MalformedException("too large, " + Files.size(file) + " bytes");
      }
      return parse(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new FileException(file, "damaged, its header is not valid JSON");
    } catch (CharacterCodingException e) {
      throw new FileException(file, "damaged, its header is not UTF-8");
    } catch (IOException e) {
      throw FileException.of(file, "read", e);
    }
  }

  private static Content parse(byte[] all) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    if (all.length < MAGIC.length + 8 + CHECKSUM_BYTES || !Arrays.equals(take(in, MAGIC.length), MAGIC)) {
      throw new MalformedException("is no file with a party's shares of a network");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new MalformedException("has version " + version + ", expected " + VERSION);
    }
    int end = all.length - CHECKSUM_BYTES;
    if (!Arrays.equals(Arrays.copyOfRange(all, end, all.length), Sha256.of(all, end))) {
      throw new MalformedException("damaged, its SHA-256 checksum does not fit");
    }
    in.limit(end);
    byte[] header = take(in, in.getInt());
    JsonNode root = JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString());
    boolean macs = root.path("macs").asBoolean();
    byte[] key = macs ? take(in, KEY_BYTES) : null;
    List<Entry> tensors = new ArrayList<>();
    for (JsonNode tensor : root.path("tensors")) {
      long[] shape = new long[tensor.path("shape").size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = tensor.path("shape").get(i).asLong();
      }
      int bytes = bytes(tensor.path("name").asText(), shape, in.remaining());
      tensors.add(new Entry(tensor.path("name").asText(), Shapes.ints(shape), take(in, bytes),
          macs ? take(in, bytes) : null));
    }
    if (in.hasRemaining()) {
      throw new MalformedException("damaged, " + in.remaining() + " bytes are of no tensor");
    }
    return new Content(metadata(root.path("metadata")), key, List.copyOf(tensors));
  }

  private static int bytes(String name, long[] shape, int left) throws MalformedException {
    int count = Shapes.product(shape);
    if (count < 0 || (long) ELEMENT_BYTES * count > left) {
      throw new MalformedException("damaged, tensor '" + name + "' of shape " + Arrays.toString(shape)
          + " does not fit the file");
    }
    return ELEMENT_BYTES * count;
  }

  private static Map<String, String> metadata(JsonNode node) {
    Map<String, String> metadata = new LinkedHashMap<>();
    node.properties().forEach(property -> metadata.put(property.getKey(), property.getValue().asText()));
    return metadata;
  }

  private static byte[] take(ByteBuffer in, int count) throws MalformedException {
    if (count < 0 || count > in.remaining()) {
      throw new MalformedException("damaged, it ends too early");
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

}
