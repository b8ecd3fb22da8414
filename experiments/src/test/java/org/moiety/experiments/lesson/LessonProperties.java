package org.moiety.experiments.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Transcript;

/// Whatever the inputs, the shares of a lesson add up to what is computed in the clear.
final class LessonProperties {
  private static Transcript run(String lesson, Map<String, String> inputs, long seed) {
    Transcript transcript = Lessons.transcript(Lessons.named(lesson), inputs, seed);
    LessonLaws.check(transcript);
    return transcript;
  }

  private static void agrees(Transcript transcript) {
    assertThat(transcript.result().outcome()).as(transcript.inputs() + " seed " + transcript.seed())
        .isEqualTo(Result.Outcome.AGREES);
  }

  @Property(tries = 20)
  void sharesAddUp(@ForAll @DoubleRange(min = -2000, max = 2000) double x, @ForAll @IntRange(max = 40) int bits,
      @ForAll long seed) {
    agrees(run("share", Map.of("x", Numbers.text(x), "bits", Integer.toString(bits)), seed));
  }

  @Property(tries = 20)
  void sumsOfSharesAreSharesOfSums(@ForAll @DoubleRange(min = -2000, max = 2000) double x,
      @ForAll @DoubleRange(min = -2000, max = 2000) double y, @ForAll @IntRange(min = -1000, max = 1000) int factor,
      @ForAll @IntRange(max = 40) int bits, @ForAll long seed) {
    agrees(run("add", Map.of("x", Numbers.text(x), "y", Numbers.text(y), "factor", Integer.toString(factor), "bits",
        Integer.toString(bits)), seed));
  }

  @Property(tries = 20)
  void triplesMultiply(@ForAll @DoubleRange(min = -2000, max = 2000) double x,
      @ForAll @DoubleRange(min = -2000, max = 2000) double y, @ForAll boolean triple,
      @ForAll @IntRange(max = 40) int bits,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    agrees(run("multiply", Map.of("x", Numbers.text(x), "y", Numbers.text(y), "method",
        triple ? "triple" : "one-product", "bits", Integer.toString(bits)), seed));
  }
}
