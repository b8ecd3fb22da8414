package org.moiety.experiments.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.moiety.experiments.run.UsageException;

final class SuiteTest {
  private final Suite suite = new Suite(null);

  private static List<String> names(List<BenchmarkCase> cases) {
    return cases.stream().map(BenchmarkCase::name).distinct().toList();
  }

  @Test
  void groupBringsTheCalibrationThatItIsComparedWith() {
    assertThat(names(suite.select(List.of("product"), false))).containsExactly("calibration.float-fma",
        "product.float", "product.field", "product.float-convolution", "product.field-convolution");
  }

  @Test
  void benchmarkInMemoryIsComparedWithACopy() {
    assertThat(names(suite.select(List.of("element.add"), true))).containsExactly("calibration.float-fma",
        "calibration.copy", "element.add");
  }

  @Test
  void quickSelectionHasItsCalibrations() {
    List<BenchmarkCase> quick = suite.select(List.of(), true);
    assertThat(names(quick)).containsAll(quick.stream().map(BenchmarkCase::comparison).filter(Objects::nonNull)
        .map(Comparison::calibration).toList());
    assertThat(suite.select(List.of(), false)).containsAll(quick).hasSizeGreaterThan(quick.size());
  }

  @Test
  void threadsAreThoseOfAllButCalibrations() {
    assertThat(new Suite(3).select(List.of(), false)).allSatisfy(
        each -> assertThat(each.threads()).isEqualTo(each.comparison() == null ? 1 : 3));
  }

  @Test
  void everyCaseIsAMethodOfItsClass() throws Exception {
    for (BenchmarkCase each : suite.select(List.of(), false)) {
      int dot = each.method().lastIndexOf('.');
      assertThat(Class.forName(each.method().substring(0, dot)).getMethods())
          .anyMatch(method -> method.getName().equals(each.method().substring(dot + 1)));
    }
  }

  @Test
  void unknownNameSaysWhatThereIs() {
    assertThatThrownBy(() -> suite.select(List.of("element", "generator.normal"), false))
        .isInstanceOf(UsageException.class)
        .hasMessage("no benchmark 'generator.normal', expected generator.uniform");
  }
}
