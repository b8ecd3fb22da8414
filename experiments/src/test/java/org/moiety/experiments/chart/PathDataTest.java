package org.moiety.experiments.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathDataTest {
  @ParameterizedTest
  @CsvSource({"M10 20 L11 20 L11.5 20.25 Z,m10 20l1 0 .5.25z", "M1 1 L0.5 0.99 L2 2,m1 1l-.5-.01 1.5 1.01",
      "M0 0 Q1 1 2 0 Q3 -1 4 0 Z M4 4 C1 2 3 4 5 6,m0 0q1 1 2 0 1-1 2 0zm4 4c-3-2-1 0 1 2"})
  void stepsReplacePlaces(String absolute, String compact) {
    assertThat(PathData.compact(absolute)).isEqualTo(compact);
  }

  @Test
  void nothingStaysNothing() {
    assertThat(PathData.compact("")).isEmpty();
  }

  /// Rounding does not add up along a path.
  @Property(tries = 100)
  void placesAreTheSame(@ForAll @Size(min = 1, max = 200) List<@IntRange(min = -90_000, max = 90_000) Integer> places) {
    StringBuilder absolute = new StringBuilder();
    for (int i = 0; i < places.size(); i++) {
      absolute.append(String.format(Locale.ROOT, "%s%.2f %.2f ", i == 0 ? "M" : "L", places.get(i) / 100.0,
          -places.get(i) / 100.0));
    }
    Matcher numbers = Pattern.compile("-?(?:\\d+(?:\\.\\d+)?|\\.\\d+)").matcher(PathData.compact(absolute.toString()));
    List<Integer> walked = new ArrayList<>();
    long x = 0;
    while (numbers.find()) {
      x += Math.round(100 * Double.parseDouble(numbers.group()));
      walked.add((int) x);
      assertThat(numbers.find()).isTrue();
    }
    assertThat(walked).isEqualTo(places);
  }
}
