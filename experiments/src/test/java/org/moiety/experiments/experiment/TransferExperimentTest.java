package org.moiety.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moiety.experiments.experiment.Section.NetworkPicture;

final class TransferExperimentTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path OUT = Path.of("my report");

  private final TransferExperiment experiment = new TransferExperiment();

  private static Plan plan(String data, boolean quick) {
    return new Plan(data, quick, null, OUT);
  }

  private static Piece piece(List<Piece> pieces, String id) {
    return pieces.stream().filter(piece -> piece.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void everyRunDependsOnTheDataThatItsFolderWasMadeOf() {
    List<Piece> mnist = experiment.pieces(plan("mnist", false));
    List<Piece> strokes = experiment.pieces(plan("strokes", false));
    List<Piece> quick = experiment.pieces(plan("mnist", true));
    for (Piece piece : mnist) {
      assertThat(piece.key()).isNotEqualTo(piece(strokes, piece.id()).key())
          .isNotEqualTo(piece(quick, piece.id()).key());
    }
  }

  @Test
  void commandsNameFoldersBelowTheReport() {
    assertThat(Experiments.commands(experiment.pieces(plan("mnist", false)))).hasSize(5)
        .allMatch(command -> command.startsWith("./moiety train --data 'my report/data/"));
  }

  @Test
  void sectionHasThePictureAndSetsSharesBesideFloats() throws Exception {
    Plan plan = plan("mnist", false);
    Results results = new Results();
    for (Piece piece : experiment.pieces(plan)) {
      ObjectNode summary = JSON.createObjectNode().put("event", "summary").put("testAccuracy", 0.97)
          .put("wallSeconds", 4).put("weightsSha256", "00112233445566778899").put("examples", 1234)
          .put("batchSize", 128);
      ArrayNode shape = summary.putArray("shape");
      IntStream.of(piece.id().equals("transfer-digits") ? new int[]{1, 28, 28} : new int[]{32, 14, 14})
          .forEach(shape::add);
      summary.set("counts", JSON.readTree(
          """
              [{"layer": "images", "phase": "input", "values": 600}, {"layer": "dense", "phase": "forward", "values": 20},
               {"layer": "dense", "phase": "backward", "values": 3}, {"layer": "dense.weight", "phase": "reveal", "values": 9},
               {"layer": "flatten", "phase": "forward", "values": 0}]
              """));
      results.put(piece, new PieceResult(List.of(summary), 4));
    }
    Section section = experiment.section(plan, results);
    assertThat(section.found()).contains("97.00 % on shares", "agree bit for bit");
    List<NetworkPicture> pictures = section.blocks().stream().filter(NetworkPicture.class::isInstance)
        .map(NetworkPicture.class::cast).toList();
    assertThat(pictures).hasSize(2);
    assertThat(pictures.getFirst().layers()).noneMatch(NetworkPicture.Layer::isPrivate);
    assertThat(pictures.getLast().layers()).extracting(NetworkPicture.Layer::isPrivate).containsExactly(false, false,
        false, false, false, true, true, true, true, true, false, true);
    Table opened = (Table) section.blocks().getLast();
    assertThat(opened.rows()).extracting(row -> row.getFirst().text()).containsExactly("images", "dense", "total");
    assertThat(opened.rows().getLast()).extracting(Table.Cell::text).containsExactly("total", "600", "20", "3", "–",
        "623");
  }
}
