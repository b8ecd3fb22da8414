package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;

/// Results of pieces, a JSON file each. A file is there whole or not at all.
public final class PieceStore {
  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final String version;

  /// @param folder made if it is not there
  /// @param version of this program: results of another are not used
  /// @throws FileException if the folder cannot be made or not be written to
  public PieceStore(Path folder, String version) {
    this.folder = folder;
    this.version = version;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileException.of(folder, "made", e);
    }
    AtomicFile.check(folder.resolve("piece" + SUFFIX));
  }

  /// The result of a piece; null if it was not run, or for another key or by another version, if what it wrote is gone or its file is damaged.
  public @Nullable PieceResult find(Piece piece) {
    Path file = file(piece);
    Path output = piece.output();
    if (!Files.isRegularFile(file) || (output != null && !Files.exists(output))) {
      return null;
    }
    try {
      JsonNode kept = parse(Files.readAllBytes(file));
      if (!kept.path("version").asText().equals(version) || !kept.path("key").equals(key(piece))) {
        return null;
      }
      List<JsonNode> lines = new ArrayList<>();
      kept.path("lines").forEach(lines::add);
      return lines.isEmpty() ? null : new PieceResult(lines, kept.path("seconds").asDouble());
    } catch (IOException e) {
      throw FileException.of(file, "read", e);
    }
  }

  /// What is no JSON is missing.
  private static JsonNode parse(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /// Keeps a result.
  public void keep(Piece piece, PieceResult result) {
    ObjectNode kept = JSON.createObjectNode().put("id", piece.id()).put("version", version);
    kept.set("key", key(piece));
    kept.put("seconds", result.seconds());
    kept.putArray("lines").addAll(result.lines());
    AtomicFile.write(file(piece), (kept.toString() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Forgets a result, before the piece is run again: what it leaves for later pieces is about to change.
  public void forget(Piece piece) {
    try {
      Files.deleteIfExists(file(piece));
    } catch (IOException e) {
      throw FileException.of(file(piece), "deleted", e);
    }
  }

  /// Forgets all results.
  public void clear() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw FileException.of(folder, "emptied", e);
    }
  }

  private Path file(Piece piece) {
    return folder.resolve(piece.id() + SUFFIX);
  }

  private static ArrayNode key(Piece piece) {
    ArrayNode key = JSON.createArrayNode();
    piece.key().forEach(key::add);
    return key;
  }
}
