package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class AbsentExamplesTest {
  @Test
  void whatIsOnThemIsTheOwners() {
    Examples absent = new AbsentExamples(60_000, 1, 28, 28, 10);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> absent.label(0))
        .withMessageContaining("data owner");
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> absent.image(0, new float[784], 0))
        .withMessageContaining("data owner");
  }

  @Test
  void examplesThatNobodyCouldHoldAreRefused() {
    int[][] shapes = {{0, 1, 1, 1, 1}, {1, 0, 1, 1, 1}, {1, 1, -1, 1, 1}, {1, 1, 1, 0, 1}, {1, 1, 1, 1, 0},
        {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1}, {1 << 20, 1, 1 << 11, 1, 1}};
    for (int[] s : shapes) {
      assertThatIllegalArgumentException().isThrownBy(() -> new AbsentExamples(s[0], s[1], s[2], s[3], s[4]));
    }
  }
}
