package org.moiety.experiments.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class PointsTest {
  @Property(tries = 50)
  void thinnedKeepsEndsAndExtremes(@ForAll @Size(max = 3_000) double[] values) {
    double[] y = DoubleStream.of(values).map(value -> value + 0.0).toArray(); // without -0
    Points points = new Points(DoubleStream.iterate(0, x -> x + 1).limit(y.length).toArray(), y);
    Points thinned = points.thinned();
    assertThat(thinned.count()).isLessThanOrEqualTo(Points.MAX_DRAWN).isLessThanOrEqualTo(y.length);
    assertThat(thinned.x()).isSorted();
    assertThat(DoubleStream.of(thinned.y()).max()).isEqualTo(DoubleStream.of(y).max());
    assertThat(DoubleStream.of(thinned.y()).min()).isEqualTo(DoubleStream.of(y).min());
    if (y.length > 0) {
      assertThat(thinned.x()[0]).isZero();
      assertThat(thinned.x()[thinned.count() - 1]).isEqualTo(y.length - 1);
    }
  }

  @Property(tries = 50)
  void longCurvesKeepTheirHighestPoint(@ForAll @IntRange(min = 600, max = 20_000) int count,
      @ForAll @IntRange(min = 0, max = 599) int peak) {
    double[] y = new double[count];
    y[peak] = 1;
    Points thinned = new Points(DoubleStream.iterate(0, x -> x + 1).limit(count).toArray(), y).thinned();
    assertThat(thinned.y()).contains(1);
    assertThat(thinned.count()).isLessThanOrEqualTo(Points.MAX_DRAWN);
  }

  @Test
  void logarithmicAxesHaveNoPlaceForZero() {
    Points points = new Points(new double[]{0, 1, 2, 3}, new double[]{1, -1, Double.NaN, 4});
    assertThat(points.drawable(true, true).x()).containsExactly(3);
    assertThat(points.drawable(false, false).x()).containsExactly(0, 1, 3);
  }
}
