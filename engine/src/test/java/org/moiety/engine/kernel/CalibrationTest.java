package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// That every round is done: a loop that the compiler saw through would calibrate nothing.
final class CalibrationTest {
  private static final int ROUNDS = 1000;

  @Test
  void everyChainOfFloatsTendsToTwo() {
    assertThat(Calibration.floatMultiplyAdds(0)).isEqualTo(Calibration.floatsPerRound());
    assertThat(Calibration.floatMultiplyAdds(1)).isEqualTo(1.5f * Calibration.floatsPerRound());
    assertThat(Calibration.floatMultiplyAdds(ROUNDS)).isEqualTo(2f * Calibration.floatsPerRound());
  }

  @Test
  void everyChainOfDoublesTendsToTwo() {
    assertThat(Calibration.doubleMultiplyAdds(1)).isEqualTo(1.5 * Calibration.wordsPerRound());
    assertThat(Calibration.doubleMultiplyAdds(ROUNDS)).isEqualTo(2.0 * Calibration.wordsPerRound());
  }

  @Test
  void wordsChangeWithEveryRound() {
    assertThat(Calibration.wordMultiplyAdds(1)).isNotEqualTo(Calibration.wordMultiplyAdds(0));
    assertThat(Calibration.wordMultiplyAdds(ROUNDS)).isNotEqualTo(Calibration.wordMultiplyAdds(ROUNDS - 1));
  }
}
