package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.channel.Meter.Phase;

final class MeterTest {
  @Test
  void countsAddUpAtTheirPlaceInTheOrderOfFirstUse() {
    Meter meter = new Meter();
    meter.sent(1, 16);
    meter.enter("dense", Phase.FORWARD);
    meter.sent(10, 160);
    meter.round();
    meter.enter("conv", Phase.BACKWARD);
    meter.round();
    meter.enter("dense", Phase.BACKWARD);
    meter.enter("dense", Phase.FORWARD);
    meter.sent(5, 80);
    meter.round();
    assertThat(meter.counts()).containsExactly(new Count("", Phase.INPUT, 1, 16, 0),
        new Count("dense", Phase.FORWARD, 15, 240, 2), new Count("conv", Phase.BACKWARD, 0, 0, 1));
    Count total = meter.total();
    assertThat(total.values()).isEqualTo(16);
    assertThat(total.bytes()).isEqualTo(256);
    assertThat(total.rounds()).isEqualTo(3);
  }

  @Test
  void checksAreCountedApart() {
    Meter meter = new Meter();
    meter.enter("dense", Phase.FORWARD);
    meter.sent(2, 32);
    meter.checking(() -> meter.sent(0, 64));
    meter.sent(3, 48);
    assertThat(meter.counts()).containsExactly(new Count("dense", Phase.FORWARD, 5, 80, 0),
        new Count("dense", Phase.CHECK, 0, 64, 0));
  }

  @Test
  void iterationsAreCountedAndTheLargestIsKnown() {
    Meter meter = new Meter();
    for (int bytes : new int[]{16, 48, 32}) {
      meter.begin(7 + bytes);
      meter.sent(1, bytes);
      meter.sent(0, 1);
    }
    assertThat(meter.iterations()).isEqualTo(3);
    assertThat(meter.mostBytesInAnIteration()).isEqualTo(49);
  }

  @Test
  void watcherIsToldWhereTheRoleIs() {
    Meter meter = new Meter();
    meter.begin(1);
    List<String> told = new ArrayList<>();
    meter.watch(new Meter.Watcher() {
      @Override
      public void begins(long iteration) {
        told.add("iteration " + iteration);
      }

      @Override
      public void enters(String layer, Phase phase) {
        told.add(layer + " " + phase);
      }
    });
    meter.begin(5);
    meter.enter("dense", Phase.FORWARD);
    meter.checking(() -> meter.sent(0, 64));
    assertThat(told).containsExactly("iteration 5", "dense FORWARD", "dense CHECK", "dense FORWARD");
  }

  @Test
  void unusedMeterCountsNothing() {
    assertThat(new Meter().counts()).isEmpty();
    assertThat(new Meter().total().values()).isZero();
  }
}
