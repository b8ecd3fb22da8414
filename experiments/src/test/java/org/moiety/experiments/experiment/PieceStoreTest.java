package org.moiety.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PieceStoreTest {
  private static final PieceResult RESULT = new PieceResult(
      List.of(JsonNodeFactory.instance.objectNode().put("event", "summary")), 2.5);

  @TempDir
  private Path folder;
  private PieceStore store;

  @BeforeEach
  void open() {
    store = new PieceStore(folder.resolve("pieces"), "1");
  }

  private static CommandPiece command(String... arguments) {
    return new CommandPiece("one", "one", 1, List.of(arguments), false);
  }

  private DataPiece data(String key) {
    return new DataPiece("data", "data", 1, List.of(key), folder.resolve("data"),
        path -> JsonNodeFactory.instance.objectNode());
  }

  @Test
  void resultIsFoundForTheSameKeyAndVersion() {
    store.keep(command("train"), RESULT);
    assertThat(store.find(command("train"))).isEqualTo(RESULT);
    assertThat(store.find(command("train", "--seed", "2"))).isNull();
    assertThat(new PieceStore(folder.resolve("pieces"), "2").find(command("train"))).isNull();
    store.forget(command("train"));
    assertThat(store.find(command("train"))).isNull();
  }

  @Test
  void resultDependsOnWhatThePieceReads() {
    store.keep(command("train").reading(data("mnist")), RESULT);
    assertThat(store.find(command("train").reading(data("mnist")))).isEqualTo(RESULT);
    assertThat(store.find(command("train").reading(data("strokes")))).isNull();
    assertThat(store.find(command("train"))).isNull();
  }

  /// Or else an experiment that was stopped would run again what had read the file.
  @Test
  void resultIsFoundAfterAnotherPieceWroteTheModelFile() throws IOException {
    Path model = folder.resolve("model.json");
    String[] training = {"train", "--model", model.toString()};
    store.keep(command(training).reading(data("mnist")), RESULT);
    Files.writeString(model, "{}");
    assertThat(store.find(command(training).reading(data("mnist")))).isEqualTo(RESULT);
    store.keep(command(training), RESULT);
    assertThat(store.find(command(training))).isEqualTo(RESULT);
    Files.writeString(model, "{ }");
    assertThat(store.find(command(training))).isNull();
  }

  @Test
  void pieceWhoseFilesAreGoneIsRunAgain() throws IOException {
    CommandPiece saving = command("train", "--save", folder.resolve("w.safetensors").toString());
    for (Piece piece : List.of(saving, data("mnist"))) {
      store.keep(piece, RESULT);
      assertThat(store.find(piece)).isNull();
    }
    Files.createFile(folder.resolve("w.safetensors"));
    Files.createDirectory(folder.resolve("data"));
    assertThat(store.find(saving)).isEqualTo(RESULT);
    assertThat(store.find(data("mnist"))).isEqualTo(RESULT);
  }
}
