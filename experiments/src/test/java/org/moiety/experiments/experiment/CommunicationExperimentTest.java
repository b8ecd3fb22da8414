package org.moiety.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Link;
import org.moiety.experiments.experiment.PrintedTraffic.Agreement;
import org.moiety.experiments.experiment.Table.Cell;
import org.moiety.experiments.experiment.Table.Kind;

final class CommunicationExperimentTest {
  private static final PieceRunner RUNNER = new PieceRunner(true);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CommunicationExperiment EXPERIMENT = new CommunicationExperiment();
  /// SV18 print 1,605,632 as 1,605K in table 6 and as 1,606K in table 7.
  private static final String ROUNDED_DOWN = "1,605K";

  private static Plan plan(boolean quick, String model) {
    return new Plan("strokes", quick, model.isEmpty() ? null : model, Path.of("out"));
  }

  @AfterAll
  static void close() {
    RUNNER.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shallow", "deep"})
  void everyCellOfThePapersTablesIsMeasured(String model) {
    Map<Protocol, IterationTraffic> traffic = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      traffic.put(protocol, IterationTraffic.of(atThePapersBatch(run(model, protocol, 2), run(model, protocol, 3))));
    }
    PrintedTraffic printed = PrintedTraffic.of(model);
    OpenedTables tables = new OpenedTables(model, model, traffic);
    Table table = tables.besideThePaper(printed);
    assertThat(tables.differences(printed)).isEmpty();

    int paperRows = 0;
    for (int r = 0; r + 1 < table.rows().size(); r++) {
      List<Cell> paper = table.rows().get(r);
      if (!paper.get(1).text().equals("SV18")) {
        continue;
      }
      paperRows++;
      List<Cell> measured = table.rows().get(r + 1);
      assertThat(measured.getFirst()).isEqualTo(paper.getFirst());
      boolean isRoundedDown = false;
      for (int c = 2; c < 10; c++) {
        String text = paper.get(c).text();
        isRoundedDown |= text.equals(ROUNDED_DOWN);
        assertThat(measured.get(c).text()).as("%s, %s", paper.getFirst().text(), table.columns().get(c))
            .isEqualTo(text.equals(ROUNDED_DOWN) ? "1,606K" : text);
        assertThat(measured.get(c).kind()).isEqualTo(Kind.MEASURED);
        assertThat(paper.get(c).kind()).isEqualTo(Kind.PAPER);
      }
      assertThat(measured.getLast().text()).isEqualTo(isRoundedDown ? "same, if rounded down" : "same");
    }
    assertThat(paperRows).isEqualTo(printed.rows().size());
    assertThat(table.note().contains("1,605K for 1,605,632")).isEqualTo(model.equals("shallow"));
    List<Cell> total = table.rows().getLast();
    for (int quantity = 0; quantity < 3; quantity++) {
      assertThat(number(total.get(10 + quantity))).isLessThan(number(total.get(6 + quantity)));
    }
  }

  private static PieceResult run(String model, Protocol protocol, int batch) {
    return RUNNER.run(LinkedTraining.training(plan(true, ""), "counts", "counts", 1, model, protocol, batch, 1), _ -> {
    });
  }

  /// A count is `n per example + weights`: batches of two and of three tell what one of 128 opens.
  private static PieceResult atThePapersBatch(PieceResult two, PieceResult three) {
    ObjectNode summary = three.summary().deepCopy();
    extrapolate(two.summary().path("counts"), summary.path("counts"));
    extrapolate(two.summary().path("party1").path("counts"), summary.path("party1").path("counts"));
    return new PieceResult(List.of(summary), 1);
  }

  private static void extrapolate(JsonNode two, JsonNode three) {
    for (int i = 0; i < three.size(); i++) {
      for (String field : List.of("values", "bytes")) {
        long atTwo = two.path(i).path(field).asLong();
        long perExample = three.path(i).path(field).asLong() - atTwo;
        ((ObjectNode) three.path(i)).put(field, atTwo + (LinkedTraining.BATCH - 2) * perExample);
      }
    }
  }

  private static double number(Cell cell) {
    Number value = cell.value();
    return value == null ? Double.NaN : value.doubleValue();
  }

  @ParameterizedTest
  @CsvSource({"'903K',903456,SAME", "'1K',1280,SAME", "'1,605K',1605632,ROUNDED_DOWN", "'1,606K',1605632,SAME",
      "'-',0,SAME", "'-',1,DIFFERENT", "'0K',0,DIFFERENT", "'4,115K',4114432,DIFFERENT", "'4,113K',4114432,DIFFERENT"})
  void printedCountIsComparedAsItIsPrinted(String printed, long values, Agreement expected) {
    assertThat(Agreement.of(printed, values)).isEqualTo(expected);
  }

  @Test
  void printedCellsKeepTheirTextAndTheirNumber() {
    assertThat(PrintedTraffic.cell("29,556K")).isEqualTo(Cell.paper("29,556K", 29_556_000L));
    assertThat(PrintedTraffic.cell("38%")).isEqualTo(Cell.paper("38%", 38L));
    assertThat(PrintedTraffic.cell("-").text()).isEqualTo("-");
  }

  private static ObjectNode count(String layer, String phase, long values, long rounds) {
    return JSON.createObjectNode().put("layer", layer).put("phase", phase).put("values", values)
        .put("bytes", 16 * values).put("rounds", rounds);
  }

  /// A training of two iterations, one and a half seconds each.
  private static PieceResult training(long factor) {
    ObjectNode summary = JSON.createObjectNode().put("event", "summary").put("model", "mine").put("epochs", 2);
    ArrayNode counts = summary.putArray("counts");
    counts.add(count("dense.weight", "input", 0, 1)).add(count("images", "input", 700, 0))
        .add(count("dense", "forward", 20 * factor, 4)).add(count("softmax", "reveal", 0, 2))
        .add(count("softmax", "input", 6, 0)).add(count("dense", "backward", 10 * factor, 2))
        .add(count("sgd", "update", 8, 2)).add(count("dense.weight", "reveal", 99, 1));
    ArrayNode others = summary.putObject("party1").putArray("counts");
    others.add(count("dense.weight", "input", 50, 0)).add(count("images", "input", 0, 1))
        .add(count("dense", "forward", 20 * factor, 4)).add(count("softmax", "reveal", 6, 0))
        .add(count("softmax", "input", 0, 2)).add(count("dense", "backward", 10 * factor, 2))
        .add(count("sgd", "update", 8, 2)).add(count("dense.weight", "reveal", 99, 1));
    List<JsonNode> lines = new ArrayList<>();
    lines.add(JSON.createObjectNode().put("event", "start").put("seconds", 1.0));
    lines.add(JSON.createObjectNode().put("event", "iteration").put("seconds", 3.0));
    lines.add(JSON.createObjectNode().put("event", "iteration").put("seconds", 4.5));
    lines.add(summary);
    return new PieceResult(lines, 5);
  }

  @Test
  void iterationIsWhatEveryIterationSends() {
    IterationTraffic traffic = IterationTraffic.of(training(1));
    assertThat(traffic.layers()).containsExactly("dense");
    assertThat(traffic.values("dense", IterationTraffic.FORWARD)).isEqualTo(10);
    assertThat(traffic.values(IterationTraffic.BACKWARD)).isEqualTo(5);
    assertThat(traffic.values()).isEqualTo(19);
    assertThat(traffic.allValues(0)).isEqualTo(22);
    assertThat(traffic.allValues(1)).isEqualTo(22);
    assertThat(traffic.bytes(0)).isEqualTo(16 * 22);
    assertThat(traffic.rounds()).isEqualTo(5);
    assertThat(traffic.waits()).isEqualTo(6);
    assertThat(traffic.imageBytes()).isEqualTo(16 * 700);
  }

  @Test
  void timeOnALinkIsThatOfWhatIsWaitedFor() {
    Link link = new Link(1_000, Duration.ofSeconds(3));
    assertThat(IterationTraffic.of(training(1)).seconds(link, 2)).isCloseTo(2 + 8 * 16 * 25 / 1e3 + 6 * 1.5,
        within(1e-9));
  }

  @Test
  void unevenIterationsAreRefused() {
    PieceResult result = training(1);
    ((ObjectNode) result.summary()).put("epochs", 3);
    assertThatIllegalStateException().isThrownBy(() -> IterationTraffic.of(result))
        .withMessageContaining("3 iterations");
  }

  @Test
  void steadyIterationIsPreferredToTheFirst() {
    PieceResult two = training(1);
    assertThat(LinkedTraining.secondsPerIteration(two)).isEqualTo(1.5);
    PieceResult one = new PieceResult(List.of(two.lines().get(0), two.lines().get(1), two.summary()), 5);
    assertThat(LinkedTraining.secondsPerIteration(one)).isEqualTo(2.0);
  }

  @ParameterizedTest
  @CsvSource({"true,''", "false,''", "true,my-net.json", "false,my-net.json"})
  void everyPlanHasItsTablesAndPlots(boolean quick, String model) {
    Plan plan = plan(quick, model);
    Results results = new Results();
    List<Piece> pieces = EXPERIMENT.pieces(plan);
    pieces.forEach(piece -> results.put(piece, training(piece.id().contains("fresh") ? 4 : 1)));
    Section section = EXPERIMENT.section(plan, results);
    List<String> ids = section.blocks().stream().<String>mapMulti((block, ids1) -> {
      if (block instanceof Table table) {
        ids1.accept(table.id());
      } else if (block instanceof Plot plot) {
        ids1.accept(plot.id());
      }
    }).toList();
    assertThat(ids).doesNotHaveDuplicates();
    if (model.isEmpty()) {
      assertThat(ids).contains("communication-shallow-table6", "communication-deep-table7",
          "communication-shallow-sums",
          "communication-shallow-links", "communication-shallow-time", "communication-deep-links",
          "communication-deep-time");
      assertThat(section.found()).contains("differs");
    } else {
      assertThat(ids).containsExactly("communication-own-layers", "communication-own-sums", "communication-own-links",
          "communication-own-time");
      assertThat(section.found()).contains("mine").doesNotContain("SV18");
      Table layers = (Table) section.blocks().get(1);
      assertThat(layers.rows().stream().map(row -> row.getFirst().text())).containsExactly("dense",
          "update of the weights", "total");
      assertThat(layers.rows().getLast().stream().map(Cell::kind)).doesNotContain(Kind.PAPER);
    }
    assertThat(section.commands()).hasSize(pieces.stream().map(Piece::id).distinct().toList().size())
        .allMatch(command -> command.startsWith("./moiety train --data strokes --model "));
  }
}
