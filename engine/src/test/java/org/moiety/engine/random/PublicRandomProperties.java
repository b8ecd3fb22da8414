package org.moiety.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class PublicRandomProperties {
  /// The first outputs of SplitMix64 for the seeds 0 and 1234567, as published with the algorithm.
  @Example
  void numbersAreThoseOfSplitMix64() {
    PublicRandom zero = new PublicRandom(0);
    assertThat(IntStream.range(0, 3).mapToObj(i -> Long.toHexString(zero.nextLong())))
        .containsExactly("e220a8397b1dcdaf", "6e789e6aa1b965f4", "6c45d188009454f");
    PublicRandom other = new PublicRandom(1234567);
    assertThat(IntStream.range(0, 3).mapToObj(i -> Long.toUnsignedString(other.nextLong())))
        .containsExactly("6457827717110365317", "3203168211198807973", "9817491932198370423");
  }

  @Example
  void smallChoicesAreTheOnesOfTheVectors() {
    PublicRandom random = new PublicRandom(42);
    assertThat(random.permutation(10)).isEqualTo(new int[]{8, 1, 7, 5, 6, 0, 2, 9, 4, 3});
    assertThat(IntStream.range(0, 8).map(i -> random.nextInt(100)).toArray())
        .isEqualTo(new int[]{3, 23, 99, 47, 78, 65, 94, 30});
    assertThat(random.nextDouble()).isEqualTo(0.09342765535316888);
  }

  @Property(tries = 200)
  void permutationsHoldEveryIndexOnce(@ForAll long seed, @ForAll @IntRange(max = 300) int length) {
    int[] order = new PublicRandom(seed).permutation(length);
    Arrays.sort(order);
    assertThat(order).isEqualTo(IntStream.range(0, length).toArray());
  }

  @Property(tries = 500)
  void numbersAreBelowTheirBound(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
    PublicRandom random = new PublicRandom(seed);
    for (int i = 0; i < 20; i++) {
      assertThat(random.nextInt(bound)).isBetween(0, bound - 1);
      assertThat(random.nextDouble()).isGreaterThanOrEqualTo(0).isLessThan(1);
    }
  }

  @Example
  void permutationsOfThreeAreEquallyLikely() {
    PublicRandom random = new PublicRandom(7);
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 60_000; i++) {
      counts.merge(Arrays.toString(random.permutation(3)), 1, Integer::sum);
    }
    assertThat(counts).hasSize(6);
    assertThat(counts.values()).allSatisfy(n -> assertThat(n).isBetween(9500, 10_500)); // five standard deviations
  }

  @Example
  void boundBelowOneIsRejected() {
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new PublicRandom(1).nextInt(0))
        .withMessageContaining("bound=0");
  }
}
