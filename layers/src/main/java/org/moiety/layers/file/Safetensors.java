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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Named float32 tensors in the safetensors format, with a map of text beside them.
///
/// Layout: length of the header (8 bytes, little endian), header (JSON, UTF-8, begins with `{`, padded with spaces to a multiple of 8), then the data to the
/// end of the file, little endian. The header maps each name to `{"dtype":"F32","shape":[...],"data_offsets":[begin,end]}`, offsets counted from the first
/// byte after the header; `__metadata__` maps text to text. Data have no gaps and no overlaps, keys occur once, the header has at most 100 MB.
public final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final String FLOAT32 = "F32";
  private static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;
  private static final int MAX_HEADER_BYTES = 100_000_000;
  private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// A tensor in a file. Arrays are not copied.
  ///
  /// @param name not `__metadata__`
  /// @param shape sizes, none negative; empty for a scalar
  /// @param values in C order, as many as the product of the sizes
  public record Entry(String name, int[] shape, float[] values) {
    /// @throws IllegalArgumentException if shape and values do not fit together, or for the name `__metadata__`
    public Entry {
      if (name.equals(METADATA)) {
        throw new IllegalArgumentException("name=" + name + ", which the format keeps for itself");
      }
      Shapes.require(shape, values.length);
    }

    /// Name and shape only.
    @Override
    public String toString() {
      return name + Arrays.toString(shape);
    }
  }

  /// Everything in a file.
  ///
  /// @param metadata text to text, in the order of the file
  /// @param tensors in the order of their data
  public record Content(Map<String, String> metadata, List<Entry> tensors) {}

  /// Where a tensor lies, before its values are read.
  private record Place(String name, long[] shape, long begin, long end) {}

  private Safetensors() {}

  /// Writes the tensors in the given order.
  ///
  /// @param metadata may be empty; then the header has none
  /// @throws IllegalArgumentException if two tensors have one name
  /// @throws FileException if the file cannot be written; then the old content stands
  public static void write(Path file, Map<String, String> metadata, List<Entry> tensors) {
    byte[] header = header(metadata, tensors);
    if (header.length > MAX_HEADER_BYTES) {
      throw new FileException(file, "header of " + header.length + " bytes, the format allows " + MAX_HEADER_BYTES);
    }
    AtomicFile.write(file, out -> {
      out.write(ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
      out.write(header);
      for (Entry tensor : tensors) {
        LittleEndian.writeFloats(out, tensor.values());
      }
    });
  }

  private static byte[] header(Map<String, String> metadata, List<Entry> tensors) {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode text = root.putObject(METADATA);
      metadata.forEach(text::put);
    }
    long offset = 0;
    for (Entry tensor : tensors) {
      if (root.has(tensor.name())) {
        throw new IllegalArgumentException("two tensors are called " + tensor.name());
      }
      ObjectNode place = root.putObject(tensor.name()).put("dtype", FLOAT32);
      ArrayNode shape = place.putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
      place.putArray("data_offsets").add(offset).add(offset += (long) Float.BYTES * tensor.values().length);
    }
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /// Reads all tensors.
  ///
  /// @throws FileException if the file cannot be read, breaks a rule of the format or holds another type than F32
  public static Content read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file));
    } catch (JsonProcessingException e) {
      throw new FileException(file, "header is not valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (CharacterCodingException e) {
      throw new FileException(file, "header is not UTF-8", e);
    } catch (IOException e) {
      throw FileException.of(file, "read", e);
    }
  }

  private static Content read(InputStream in, long fileBytes) throws IOException {
    if (fileBytes < LENGTH_BYTES) {
      throw new MalformedException("truncated, " + fileBytes + " bytes are too few for a safetensors file");
    }
    long headerBytes = LittleEndian.wrap(LittleEndian.readExactly(in, LENGTH_BYTES)).getLong();
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw new MalformedException(
          "not a safetensors file, its header would have " + Long.toUnsignedString(headerBytes) + " bytes");
    }
    long dataBytes = fileBytes - LENGTH_BYTES - headerBytes;
    if (dataBytes < 0) {
      throw new MalformedException("truncated, the header has " + headerBytes + " bytes, the file " + fileBytes);
    }
    byte[] header = LittleEndian.readExactly(in, (int) headerBytes);
    if (header[0] != '{') {
      throw new MalformedException("not a safetensors file, its header does not begin with '{'");
    }
    JsonNode root = JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString());
    List<Place> places = places(root);
    requireContiguous(places, dataBytes);
    List<Entry> tensors = new ArrayList<>();
    for (Place place : places) {
      tensors.add(new Entry(place.name(), Shapes.ints(place.shape()),
          LittleEndian.readFloats(in, Shapes.product(place.shape()))));
    }
    return new Content(metadata(root.get(METADATA)), List.copyOf(tensors));
  }

  private static Map<String, String> metadata(@Nullable JsonNode node) throws MalformedException {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (node == null) {
      return metadata;
    }
    if (!node.isObject()) {
      throw new MalformedException(METADATA + " is not an object");
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!property.getValue().isTextual()) {
        throw new MalformedException(METADATA + " has '" + property.getKey() + "' that is no text");
      }
      metadata.put(property.getKey(), property.getValue().textValue());
    }
    return metadata;
  }

  /// The tensors in the order of their data.
  private static List<Place> places(JsonNode root) throws MalformedException {
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (!property.getKey().equals(METADATA)) {
        places.add(place(property.getKey(), property.getValue()));
      }
    }
    places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    return places;
  }

  private static Place place(String name, JsonNode node) throws MalformedException {
    String dtype = node.path("dtype").asText("");
    if (!dtype.equals(FLOAT32)) {
      throw new MalformedException("tensor '" + name + "' has type '" + dtype + "', expected " + FLOAT32);
    }
    long[] shape = integers(name, node, "shape");
    long[] offsets = integers(name, node, "data_offsets");
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new MalformedException(
          "tensor '" + name + "' has data_offsets " + Arrays.toString(offsets) + ", expected [begin, end]");
    }
    int count = Shapes.product(shape);
    if (count < 0) {
      throw new MalformedException(
          "tensor '" + name + "' has shape " + Arrays.toString(shape) + ", which is too large");
    }
    long bytes = (long) Float.BYTES * count;
    if (offsets[1] - offsets[0] != bytes) {
      throw new MalformedException(
          "tensor '" + name + "' has shape " + Arrays.toString(shape) + " and data_offsets "
              + Arrays.toString(offsets) + ", expected " + bytes + " bytes");
    }
    return new Place(name, shape, offsets[0], offsets[1]);
  }

  private static long[] integers(String name, JsonNode tensor, String key) throws MalformedException {
    JsonNode node = tensor.path(key);
    long[] values = new long[node.size()];
    boolean good = node.isArray();
    for (int i = 0; i < values.length && good; i++) {
      JsonNode value = node.get(i);
      good = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
      values[i] = value.longValue();
    }
    if (!good) {
      throw new MalformedException("tensor '" + name + "' has no list of whole numbers '" + key + "'");
    }
    return values;
  }

  private static void requireContiguous(List<Place> places, long dataBytes) throws MalformedException {
    long end = 0;
    for (Place place : places) {
      if (place.begin() != end) {
        throw new MalformedException("tensor '" + place.name() + "' begins at " + place.begin() + ", expected "
            + end + " (no gaps, no overlaps)");
      }
      end = place.end();
    }
    if (end != dataBytes) {
      throw new MalformedException(
          (dataBytes < end ? "truncated" : "too long") + ", the tensors need " + end + " bytes, found " + dataBytes);
    }
  }
}
