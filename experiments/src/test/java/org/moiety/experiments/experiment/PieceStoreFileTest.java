package org.moiety.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.layers.file.FileException;

/// What is kept is found again, and nothing else is.
final class PieceStoreFileTest {
  private static final PieceResult RESULT = new PieceResult(
      List.of(JsonNodeFactory.instance.objectNode().put("event", "start"),
          JsonNodeFactory.instance.objectNode().put("event", "summary").put("testAccuracy", 0.5)),
      2.5);

  @TempDir
  private Path folder;

  private PieceStore store;

  @BeforeEach
  void open() {
    store = new PieceStore(folder.resolve("a/pieces"), "1");
  }

  private static CommandPiece piece(String id, String... arguments) {
    return new CommandPiece(id, "a title", 1, List.of(arguments), false);
  }

  private Path file() {
    return folder.resolve("a/pieces/p.json");
  }

  @Test
  void whatIsKeptIsFound() {
    Piece piece = piece("p", "train", "--seed", "1");
    assertThat(store.find(piece)).isNull();
    store.keep(piece, RESULT);
    assertThat(store.find(piece)).isEqualTo(RESULT);
    assertThat(new PieceStore(folder.resolve("a/pieces"), "1").find(piece)).isEqualTo(RESULT);
    assertThat(store.find(piece("q", "train", "--seed", "1"))).isNull();
  }

  @Test
  void anotherKeyIsAnotherPiece() {
    store.keep(piece("p", "train", "--seed", "1"), RESULT);
    for (CommandPiece other : List.of(piece("p", "train", "--seed", "2"), piece("p", "train", "--seed"),
        piece("p", "train --seed 1"), piece("p"))) {
      assertThat(store.find(other)).as(other.command()).isNull();
    }
  }

  @Test
  void titleAndWeightAreNotPartOfTheKey() {
    store.keep(piece("p", "train"), RESULT);
    assertThat(store.find(new CommandPiece("p", "another title", 7, List.of("train"), true))).isEqualTo(RESULT);
  }

  @Test
  void anotherVersionsResultIsNotUsed() {
    store.keep(piece("p"), RESULT);
    assertThat(new PieceStore(folder.resolve("a/pieces"), "2").find(piece("p"))).isNull();
  }

  @Test
  void damagedFileIsNoResult() throws IOException {
    Piece piece = piece("p");
    store.keep(piece, RESULT);
    byte[] good = Files.readAllBytes(file());
    for (int length = 0; length < good.length - 1; length++) {
      Files.write(file(), Arrays.copyOf(good, length));
      assertThat(store.find(piece)).as("%d of %d bytes", length, good.length).isNull();
    }
    for (byte[] other : List.of(new byte[100], new byte[]{(byte) 0xff, (byte) 0xfe, 0x7b}, "[]".getBytes(),
        "null".getBytes(), "{}".getBytes(), (new String(good) + "}").getBytes())) {
      Files.write(file(), other);
      assertThat(store.find(piece)).as(new String(other)).isNull();
    }
    Files.write(file(), good);
    assertThat(store.find(piece)).isEqualTo(RESULT);
  }

  @Test
  void damagedFileIsReplaced() throws IOException {
    Files.writeString(file(), "{\"id\":");
    store.keep(piece("p"), RESULT);
    assertThat(store.find(piece("p"))).isEqualTo(RESULT);
  }

  @Test
  void clearForgetsResultsOnly() throws IOException {
    store.keep(piece("p"), RESULT);
    Files.writeString(folder.resolve("a/pieces/notes.txt"), "mine");
    store.clear();
    assertThat(store.find(piece("p"))).isNull();
    assertThat(folder.resolve("a/pieces/notes.txt")).exists();
  }

  @Test
  void folderThatCannotBeMadeIsOneLine() throws IOException {
    Path taken = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(FileException.class).isThrownBy(() -> new PieceStore(taken.resolve("pieces"), "1"))
        .withMessageContaining("file").withMessageNotContaining("\n");
  }
}
