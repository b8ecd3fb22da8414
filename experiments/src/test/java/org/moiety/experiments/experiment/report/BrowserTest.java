package org.moiety.experiments.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.experiments.browser.Browser;
import org.moiety.experiments.experiment.ExperimentRun;
import org.moiety.experiments.experiment.Experiments;
import org.moiety.experiments.experiment.Plan;
import org.moiety.experiments.experiment.Section;

/// The page of a report in a real browser. Screenshots are in `target/screenshots`.
final class BrowserTest {
  private static final String COMMAND = "./moiety experiment all --data strokes --quick";

  @TempDir
  static Path folder;

  private static Browser browser;

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280,false", "1280,true", "390,false", "390,true"})
  void madeUpReportShowsWhole(int width, boolean dark) throws IOException {
    check("made", write(folder.resolve("made-" + width + dark), Sections.all()), width, dark);
  }

  /// The figures of ReLU: four short trainings.
  @Test
  @Tag("long")
  void realReportShowsWhole() throws IOException {
    Plan plan = plan(folder.resolve("real"));
    List<Section> sections = new ExperimentRun(plan, Experiments.named("relu"), "test", false)
        .run(ExperimentRun.Listener.NONE);
    Path page = write(plan.out(), sections);
    check("real", page, 1280, false);
    check("real", page, 390, true);
  }

  private static Plan plan(Path out) {
    return new Plan("strokes", true, null, out);
  }

  private static Path write(Path out, List<Section> sections) {
    return new ReportWriter(plan(out), "test", COMMAND).write(sections);
  }

  private static void check(String name, Path page, int width, boolean dark) throws IOException {
    browser.show(page.toUri().toString(), width, dark);
    browser.screenshot(Path.of("target", "screenshots", name + "-" + width + (dark ? "-dark" : "-light") + ".png"));
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.requests()).contains(page.toUri().toString())
        .allMatch(address -> address.equals(page.toUri().toString()) || address.startsWith("data:"));
    assertThat(browser.number("innerWidth")).isEqualTo(width);
    assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo(dark ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)");
    JsonNode report = new ObjectMapper().readTree(page.resolveSibling("report.json").toFile());
    for (JsonNode block : report.findParents("caption")) {
      assertThat(isVisible(block)).as(block.path("id").asText()).isTrue();
    }
    assertThat(browser.number("document.querySelectorAll('figure.plot svg[role=img][aria-label]').length"))
        .isEqualTo(report.findValuesAsText("type").stream().filter("plot"::equals).count());
    assertThat(browser.number("document.querySelectorAll('table').length"))
        .isEqualTo(report.findValuesAsText("type").stream().filter("table"::equals).count());
  }

  /// Whether a table has all its rows, a plot its curves, a network its layers, with a size on the screen.
  private static boolean isVisible(JsonNode block) {
    String element = "document.getElementById('" + block.path("id").asText() + "')";
    String parts = switch (block.path("type").asText()) {
      case "table" -> "tbody tr";
      case "plot" -> "svg path";
      default -> "li";
    };
    int expected = block.path("type").asText().equals("plot")
        ? 1
        : block.path("rows").size() + block.path("layers").size();
    String all = "[..." + element + ".querySelectorAll('" + parts + "')]";
    return browser.number(all + ".length") >= expected
        && (Boolean) browser.value(element + ".getBoundingClientRect().height > 50")
        && browser.number(element + ".getBoundingClientRect().left") >= 0;
  }
}
