package org.moiety.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

/// The time that is left, estimated.
final class RemainingProperties {
  private static Piece piece(double weight) {
    return new CommandPiece("p", "p", weight, List.of(), false);
  }

  private static double sum(List<Double> weights) {
    return weights.stream().mapToDouble(Double::doubleValue).sum();
  }

  @Property
  void ofPiecesThatTakeWhatTheyWeighIsTheirWeight(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0.1, max = 300) Double> weights,
      @ForAll @DoubleRange(min = 0, max = 1) double share) {
    double total = sum(weights);
    Remaining remaining = new Remaining(total);
    double left = total;
    for (double weight : weights) {
      assertThat(remaining.seconds(piece(weight), share, share * weight))
          .isCloseTo(left - share * weight, within(1e-9 * total));
      assertThat(remaining.done(piece(weight), share)).isCloseTo(1 - (left - share * weight) / total, within(1e-9));
      remaining.finished(piece(weight), weight);
      left -= weight;
      assertThat(remaining.done()).isCloseTo(1 - left / total, within(1e-9));
    }
  }

  @Property
  void onASlowerMachineIsBetweenTheWeightsAndTheTruth(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = 0.1, max = 300) Double> weights,
      @ForAll @DoubleRange(min = 1, max = 50) double slowness) {
    double left = sum(weights);
    Remaining remaining = new Remaining(left);
    for (double weight : weights.subList(0, weights.size() - 1)) {
      remaining.finished(piece(weight), slowness * weight);
      left -= weight;
      assertThat(remaining.seconds(piece(weight), 0, 0)).isBetween(left * (1 - 1e-9), slowness * left * (1 + 1e-9));
    }
  }

  @Example
  void learnsFromWhatWasRun() {
    Remaining remaining = new Remaining(1000);
    assertThat(remaining.seconds(piece(500), 0, 0)).isCloseTo(1000, within(1e-9));
    remaining.finished(piece(500), 1500);
    assertThat(remaining.seconds(piece(500), 0, 0)).isBetween(1450.0, 1500.0);
    assertThat(remaining.seconds(piece(500), 1, 1500)).isCloseTo(0, within(1e-9));
  }

  @Example
  void growsWhileAPieceTakesLongerThanItWeighs() {
    Remaining remaining = new Remaining(20);
    assertThat(remaining.seconds(piece(10), 0, 60)).isGreaterThan(remaining.seconds(piece(10), 0, 30));
  }
}
