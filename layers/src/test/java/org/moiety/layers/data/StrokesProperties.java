package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.moiety.engine.kernel.Workers;

/// What holds for the digits of every seed.
final class StrokesProperties {
  @Property(tries = 100)
  void digitsAreInkOnAnEmptyGround(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int count) {
    try (Workers workers = new Workers(1)) {
      LabelledImages data = Strokes.train(seed, count, workers);
      byte[] image = new byte[Strokes.SIZE * Strokes.SIZE];
      for (int i = 0; i < count; i++) {
        data.pixels(i, image, 0);
        int empty = 0;
        int brightest = 0;
        for (byte pixel : image) {
          empty += pixel == 0 ? 1 : 0;
          brightest = Math.max(brightest, Byte.toUnsignedInt(pixel));
        }
        assertThat(empty).isBetween(350, 770);
        assertThat(brightest).isGreaterThan(120);
      }
    }
  }

  @Property(tries = 50)
  void labelsOfTensAreBalanced(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int tens) {
    try (Workers workers = new Workers(1)) {
      assertThat(Strokes.test(seed, 10 * tens, workers).labelCounts()).containsOnly(tens);
    }
  }

  @Property(tries = 200)
  void randomNumbersStayInTheirRange(@ForAll long seed, @ForAll long a, @ForAll long b) {
    SplitMix random = new SplitMix(seed, a, b);
    for (int i = 0; i < 20; i++) {
      assertThat(random.unit()).isGreaterThanOrEqualTo(0).isLessThan(1);
      assertThat(random.between(-3, 5)).isBetween(-3.0, 5.0);
      assertThat(random.bell(2)).isBetween(-7.0, 7.0);
      assertThat(random.below(7)).isBetween(0, 6);
    }
  }
}
