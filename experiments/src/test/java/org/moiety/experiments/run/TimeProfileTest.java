package org.moiety.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.moiety.engine.profile.Activity;
import org.moiety.experiments.run.TimeProfile.Role;
import org.moiety.experiments.run.TimeProfile.Row;

final class TimeProfileTest {
  private static final Instant START = Instant.ofEpochSecond(1_000_000);
  private static final Offset<Double> EXACT = within(1e-12);

  private final TimeProfile profile = new TimeProfile(START);

  /// A stay of one second, `product` of it in products, the rest in other things.
  private void add(String role, String layer, String phase, int second, double product) {
    long nanos = Math.round(product * 1e9);
    profile.add(role, layer, phase, START.plusSeconds(second), START.plusSeconds(second + 1), 500_000_000,
        activity -> switch (activity) {
          case PRODUCT -> nanos;
          case OTHER -> 1_000_000_000 - nanos;
          default -> 0;
        });
  }

  @Test
  void staysInOnePlaceAddUp() {
    add("party 0", "conv2d", "forward", 0, 0.25);
    add("party 0", "conv2d", "forward", 1, 0.5);
    Row row = profile.roles().getFirst().rows().getFirst();
    assertThat(row.seconds(Activity.PRODUCT)).isEqualTo(0.75, EXACT);
    assertThat(row.seconds(Activity.OTHER)).isEqualTo(1.25, EXACT);
    assertThat(row.seconds(Activity.PACKING)).isZero();
    assertThat(row.seconds()).isEqualTo(2, EXACT);
    assertThat(row.processorSeconds()).isEqualTo(1, EXACT);
  }

  @Test
  void rowsGoByLayersInTheOrderOfTheNetworkAndTestsComeLast() {
    String[][] places = {{"conv2d", "forward"}, {"dense", "forward"}, {"dense", "backward"}, {"conv2d", "backward"},
        {"conv2d", "test"}, {"dense", "test"}, {"conv2d", "forward"}};
    for (int i = 0; i < places.length; i++) {
      add("public", places[i][0], places[i][1], i, 0.5);
    }
    assertThat(profile.roles().getFirst().rows()).extracting(row -> row.layer() + " " + row.phase()).containsExactly(
        "conv2d forward", "conv2d backward", "dense forward", "dense backward", "conv2d test", "dense test");
  }

  @Test
  void partiesComeBeforeTheDealer() {
    for (String role : List.of("dealer", "party 1", "party 0")) {
      add(role, "conv2d", "forward", 0, 0);
    }
    assertThat(profile.roles()).extracting(Role::name).containsExactly("party 0", "party 1", "dealer");
  }

  @Test
  void aRoleIsPartOfTheProcess() {
    add("dealer", "conv2d", "forward", 3, 1);
    add("dealer", "dense", "forward", 4, 1);
    profile.addPause(Duration.ofMillis(250));
    profile.addPause(Duration.ofMillis(500));
    profile.endAt(START.plusSeconds(11));
    Role role = profile.roles().getFirst();
    assertThat(role.secondsBefore()).isEqualTo(3, EXACT);
    assertThat(role.seconds()).isEqualTo(2, EXACT);
    assertThat(role.secondsAfter()).isEqualTo(6, EXACT);
    assertThat(profile.processSeconds()).isEqualTo(11, EXACT);
    assertThat(profile.pauseSeconds()).isEqualTo(0.75, EXACT);
    assertThat(TimeProfile.sum("all", role.rows()).seconds()).isEqualTo(role.seconds(), EXACT);
  }
}
