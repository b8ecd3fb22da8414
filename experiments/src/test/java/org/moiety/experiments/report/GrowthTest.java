package org.moiety.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.moiety.experiments.benchmark.BenchmarkCase;
import org.moiety.experiments.benchmark.BenchmarkResult;
import org.moiety.experiments.benchmark.StepWork;
import org.moiety.experiments.benchmark.Suite;
import org.w3c.dom.Document;

final class GrowthTest {
  private static final double SECONDS_PER_WORK = 1e-9;
  private static final double TINY = 1e-9;

  /// As if time were twice a constant plus what the work takes.
  private static List<BenchmarkResult> results() {
    return new Suite(1).select(List.of("calibration", "growth"), true).stream().map(GrowthTest::result).toList();
  }

  private static BenchmarkResult result(BenchmarkCase of) {
    StepWork work = of.work();
    double seconds = work == null ? 1 : 0.002 + (work.multiplyAdds() + work.values()) * SECONDS_PER_WORK;
    return new BenchmarkResult(of, seconds, 0, seconds, 1, 1);
  }

  @Test
  void everyEncodingGrowsInThreeSizes() {
    Growth growth = Growth.of(results());
    assertThat(growth.curves()).extracting(curve -> curve.tensor() + " " + curve.size()).containsExactly(
        "native batch", "native side", "native filters", "public batch", "public side", "public filters",
        "private batch", "private side", "private filters");
    assertThat(growth.curves()).allSatisfy(curve -> {
      assertThat(curve.points()).hasSizeGreaterThan(3);
      assertThat(curve.workFactor()).isGreaterThan(curve.timeFactor());
    });
  }

  @Test
  void workIsProportionalToTheBatch() {
    Growth.Curve batch = Growth.of(results()).curves().getFirst();
    assertThat(batch.workFactor()).isCloseTo(512 / 16.0, within(0.6)); // parameters do not grow
    assertThat(batch.points().getFirst().seconds()).isCloseTo(
        0.002 + batch.points().getFirst().work() * SECONDS_PER_WORK,
        within(TINY));
  }

  /// Letters are outlines, so that the picture needs no font.
  @Test
  void pictureIsAnSvgWithEveryEncoding() throws Exception {
    byte[] svg = GrowthPlot.svg(Growth.of(results()));
    Document document = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder()
        .parse(new ByteArrayInputStream(new String(svg, StandardCharsets.UTF_8).replaceFirst("<!DOCTYPE[^>]*>", "")
            .getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getLocalName()).isEqualTo("svg");
    for (String color : List.of("rgb(127,127,127)", "rgb(31,119,180)", "rgb(214,39,40)")) {
      assertThat(new String(svg, StandardCharsets.UTF_8)).contains(color);
    }
  }
}
