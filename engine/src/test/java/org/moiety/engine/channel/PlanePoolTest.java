package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlanePoolTest {
  private final PlanePool pool = new PlanePool(100);

  @Test
  void aPlaneServesAgainOnceItWasRead() {
    long[] plane = pool.take(10);
    assertThat(pool.take(10)).isNotSameAs(plane);
    Runnable read = pool.giveBack(new long[][]{plane});
    read.run();
    read.run();
    assertThat(pool.waiting()).isEqualTo(10);
    assertThat(pool.take(11)).hasSize(11);
    assertThat(pool.take(10)).isSameAs(plane);
    assertThat(pool.take(10)).isNotSameAs(plane);
  }

  @Test
  void noMoreThanTheCapacityWaits() {
    for (int length : new int[]{60, 30, 20, 90}) {
      pool.giveBack(new long[][]{new long[length]}).run();
      assertThat(pool.waiting()).isBetween((long) length, 100L);
    }
  }
}
