package org.moiety.experiments.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.experiments.experiment.Plan;
import org.moiety.experiments.experiment.Section;

final class ReportWriterTest {
  @TempDir
  static Path folder;

  private static Path out;
  private static String page;
  private static JsonNode json;

  @BeforeAll
  static void write() throws IOException {
    out = folder.resolve("new/report");
    page = Files.readString(writer(out, true).write(Sections.all()));
    json = new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }

  private static ReportWriter writer(Path out, boolean quick) {
    return new ReportWriter(new Plan("strokes", quick, null, out), "1.2.3", "./moiety experiment all --quick");
  }

  @Test
  void pageHoldsEveryBlockAndFinding() {
    assertThat(page).contains("<!DOCTYPE html>", "It took 4.2 times as long", "A second finding.",
        "./moiety experiment all --quick", "1.2.3", "A section of made-up figures", "--masks fresh");
    for (String id : List.of("made-narrow", "made-courses", "made-wide", "made-logarithmic", "made-network",
        "network-transfer", "network-shallow", "network-deep")) {
      assertThat(page).contains("id=\"" + id + "\"", "href=\"#" + id + "\"");
    }
  }

  @Test
  void pageEscapesWhatItShows() {
    assertThat(page).doesNotContain("<script").contains("a &lt; b &amp; &quot;c&quot; &lt;script&gt;");
  }

  @Test
  void pageNamesNoOtherPlace() {
    List<String> addresses = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?:src|href|url)\\s*[=(]\\s*[\"']?([^\"')\\s>]*)").matcher(page);
    while (matcher.find()) {
      addresses.add(matcher.group(1));
    }
    assertThat(addresses).isNotEmpty().allMatch(address -> address.startsWith("#") || address.equals("data:,"));
  }

  @Test
  void idsAreUnique() {
    List<String> ids = new ArrayList<>();
    Matcher matcher = Pattern.compile("\\sid=\"([^\"]*)\"").matcher(page);
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void quickRunIsSaidOnEveryTableAndPlot() throws IOException {
    String mark = "<strong class=\"quick\">Quick run</strong>";
    assertThat(page.split(mark, -1)).hasSize(2 + 2 + 2);
    assertThat(Files.readString(writer(folder.resolve("full"), false).write(Sections.all()))).doesNotContain(mark);
  }

  @Test
  void figuresSayWhereTheyComeFrom() {
    assertThat(page).contains("<td class=\"paper figures\">0 min 59 s</td>",
        "<td class=\"measured figures\">6.1 s</td>", "<td class=\"calculated figures\">4.2 x</td>",
        "<th scope=\"row\">native</th>", "<th scope=\"col\" class=\"figures\">time here</th>");
  }

  @Test
  void jsonHasFiguresAndEveryPoint() {
    assertThat(json.path("quick").asBoolean()).isTrue();
    assertThat(json.path("machine").path("processors").asInt()).isPositive();
    JsonNode made = json.path("sections").get(1);
    assertThat(made.path("name").asText()).isEqualTo("made");
    assertThat(made.path("commands")).hasSize(2);
    JsonNode cell = made.path("blocks").get(1).path("rows").get(1).get(3);
    assertThat(cell.path("text").asText()).isEqualTo("4.2 x");
    assertThat(cell.path("value").asDouble()).isEqualTo(4.25);
    assertThat(cell.path("kind").asText()).isEqualTo("calculated");
    assertThat(made.path("blocks").get(2).path("curves").get(0).path("x")).hasSize(2_000);
    JsonNode gap = json.path("sections").get(2).path("blocks").get(1).path("curves").get(1);
    assertThat(gap.path("y").get(2).isNull()).isTrue();
  }

  @Test
  void csvHasTheFiguresThemselves() throws IOException {
    assertThat(Files.readAllLines(out.resolve("tables/made-narrow.csv"))).containsExactly(
        "tensor,\"time, SV18\",\"time here\",\"ratio here\"", "native,59,6.125,",
        "\"" + Sections.AWKWARD.replace("\"", "\"\"") + "\",,26,4.25");
    assertThat(out.resolve("tables/made-wide.csv")).exists();
  }

  @Test
  void plotsAreSmallSvgAndPng() throws Exception {
    for (String id : List.of("made-courses", "made-logarithmic")) {
      byte[] svg = Files.readAllBytes(out.resolve("plots/" + id + ".svg"));
      assertThat(DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg))
          .getDocumentElement().getAttribute("role")).isEqualTo("img");
      assertThat(svg.length).isLessThan(150_000);
      assertThat(ImageIO.read(out.resolve("plots/" + id + ".png").toFile()).getWidth()).isEqualTo(1_200);
    }
  }

  @Test
  void nothingTemporaryIsLeft() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void anIdIsUsedOnce() {
    Section section = Sections.all().getFirst();
    assertThatThrownBy(() -> writer(folder.resolve("twice"), true).write(List.of(section, section)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("made-narrow");
  }
}
