package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GatherPlanTest {
  private static final int LANES = 8;

  /// Outputs 0 to 7 are inputs `2 o` and `2 o + 1`.
  private static GatherPlan pairs() {
    return new GatherPlan(16, FieldMatrix.strided(9, 2), FieldMatrix.strided(16, 1));
  }

  @Test
  void adjointIsMadeOnce() {
    GatherPlan plan = pairs();
    assertThat(plan.adjoint()).isSameAs(plan.adjoint());
    assertThat(plan.adjoint().inputs()).isEqualTo(8);
    assertThat(plan.adjoint().outputs()).isEqualTo(16);
  }

  @Test
  void gathersTakeASourceOfEachOutput() {
    GatherSteps steps = pairs().steps(LANES);
    assertThat(steps.starts()).containsExactly(0, 2);
    assertThat(steps.sources()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15);
    assertThat(steps.masks()).containsExactly((byte) 0xff, (byte) 0xff);
  }

  @Test
  void outputsWithFewerSourcesAreMaskedOut() {
    GatherSteps steps = new GatherPlan(4, new int[]{0, 1, 1, 3}, new int[]{3, 1, 2}).steps(2);
    assertThat(steps.starts()).containsExactly(0, 1, 3);
    assertThat(steps.sources()).containsExactly(3, 0, 1, 0, 2, 0);
    assertThat(steps.masks()).containsExactly((byte) 1, (byte) 1, (byte) 1);
  }

  @Test
  void stepsAreMadeOnce() {
    GatherPlan plan = pairs();
    assertThat(plan.steps(LANES)).isSameAs(plan.steps(LANES));
    assertThat(plan.steps(4).lanes()).isEqualTo(4);
  }

  @Test
  void wrongIndicesAreNamed() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GatherPlan(3, new int[]{0, 1}, new int[]{3}))
        .withMessage("source 3 of 3 inputs");
    assertThatIllegalArgumentException().isThrownBy(() -> new GatherPlan(3, new int[]{0, 2}, new int[]{1}))
        .withMessage("starts do not go from 0 to 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new GatherPlan(3, new int[]{0, 2, 1}, new int[]{1}))
        .withMessage("starts[2]=1, expected at least 2");
  }
}
