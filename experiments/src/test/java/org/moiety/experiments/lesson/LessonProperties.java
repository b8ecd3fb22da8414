package org.moiety.experiments.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Result.Outcome;
import org.moiety.experiments.transcript.Transcript;

/// Whatever the inputs, the shares of a lesson add up to what is computed in the clear, and what it tells is true.
final class LessonProperties {
  private static final String[] PRIMES = {"large", "97", "101", "9973", "1000003"};

  @Provide
  Arbitrary<String> primes() {
    return Arbitraries.of(PRIMES);
  }

  /// A number that fits where p is small, too.
  @Provide
  Arbitrary<String> numbers() {
    return Arbitraries.doubles().between(-3, 3).ofScale(3).map(Numbers::text);
  }

  private static Transcript agrees(String lesson, Map<String, String> inputs, long seed) {
    Transcript transcript = Lessons.transcript(Lessons.named(lesson), inputs, seed);
    LessonLaws.check(transcript);
    assertThat(transcript.result().outcome()).as(lesson + " " + transcript.inputs() + " seed " + seed)
        .isEqualTo(Outcome.AGREES);
    return transcript;
  }

  @Property(tries = 20)
  void sharesAddUp(@ForAll("numbers") String x, @ForAll("primes") String prime, @ForAll @IntRange(max = 3) int bits,
      @ForAll @IntRange(max = 9) int digit, @ForAll long seed) {
    agrees("share", Map.of("x", x, "bits", "" + bits, "prime", prime, "image", "digit-" + digit), seed);
  }

  @Property(tries = 20)
  void encodedNumbersMultiply(@ForAll @DoubleRange(min = -2000, max = 2000) double x,
      @ForAll @IntRange(max = 40) int bits) {
    agrees("fixed-point", Map.of("x", Numbers.text(x), "bits", "" + bits), 1);
  }

  @Property(tries = 20)
  void sumsOfSharesAreSharesOfSums(@ForAll("numbers") String x, @ForAll("numbers") String y,
      @ForAll("primes") String prime,
      @ForAll @IntRange(min = -1000, max = 1000) int factor, @ForAll @IntRange(max = 3) int bits, @ForAll long seed) {
    agrees("add", Map.of("x", x, "y", y, "factor", "" + factor, "bits", "" + bits, "prime", prime), seed);
  }

  @Property(tries = 20)
  void triplesMultiply(@ForAll("numbers") String x, @ForAll("numbers") String y, @ForAll("primes") String prime,
      @ForAll boolean triple, @ForAll @IntRange(max = 3) int bits, @ForAll long seed) {
    agrees("multiply",
        Map.of("x", x, "y", y, "method", triple ? "triple" : "one-product", "bits", "" + bits, "prime", prime), seed);
  }

  @Property(tries = 20)
  void matricesMultiply(@ForAll @IntRange(min = 1, max = 4) int m, @ForAll @IntRange(min = 1, max = 4) int k,
      @ForAll @IntRange(min = 1, max = 4) int n, @ForAll @Size(32) double[] entries, @ForAll("primes") String prime,
      @ForAll long seed) {
    agrees("matmul", Map.of("x", matrix(m, k, entries, 0), "y", matrix(k, n, entries, 16), "prime", prime, "bits", "2"),
        seed);
  }

  /// Any doubles, brought near zero.
  private static String matrix(int rows, int columns, double[] entries, int from) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows * columns; i++) {
      text.append(i == 0 ? "" : i % columns == 0 ? ";" : ",")
          .append(Numbers.text(Math.IEEEremainder(entries[from + i], 3)));
    }
    return text.toString();
  }

  @Property(tries = 20)
  void imagesConvolve(@ForAll @IntRange(min = 1, max = 5) int height, @ForAll @IntRange(min = 1, max = 5) int width,
      @ForAll @IntRange(min = 1, max = 4) int filterHeight, @ForAll @IntRange(min = 1, max = 4) int filterWidth,
      @ForAll @Size(41) double[] entries, @ForAll("primes") String prime, @ForAll long seed) {
    agrees("convolution", Map.of("image", matrix(height, width, entries, 0),
        "filter", matrix(Math.min(height, filterHeight), Math.min(width, filterWidth), entries, 25), "prime", prime,
        "bits", "2"), seed);
  }

  @Property(tries = 20)
  void masksServeTwice(@ForAll("numbers") String x, @ForAll("numbers") String w, @ForAll("numbers") String error,
      @ForAll("primes") String prime, @ForAll @IntRange(max = 3) int bits, @ForAll long seed) {
    agrees("reuse", Map.of("x", x, "w", w, "error", error, "bits", "" + bits, "prime", prime), seed);
  }

  @Property(tries = 20)
  void productsAreTruncated(@ForAll @DoubleRange(min = -60, max = 60) double x,
      @ForAll @DoubleRange(min = -60, max = 60) double y,
      @ForAll @IntRange(max = 40) int bits, @ForAll long seed) {
    agrees("truncate", Map.of("x", Numbers.text(x), "y", Numbers.text(y), "bits", "" + bits), seed);
  }

  @Property(tries = 20)
  void polynomialsComeOutAsInTheClear(@ForAll @IntRange(min = 1, max = 9) int degree,
      @ForAll @DoubleRange(min = 0.25, max = 4) double interval,
      @ForAll @Size(min = 1, max = 8) List<@DoubleRange(min = -1, max = 1) Double> x,
      @ForAll @IntRange(min = 16, max = 24) int bits, @ForAll long seed) {
    agrees("relu", Map.of("degree", "" + degree, "interval", Numbers.text(interval), "bits", "" + bits,
        "x", x.stream().map(value -> Numbers.text(interval * value)).collect(Collectors.joining(","))),
        seed);
  }

  @Property(tries = 10)
  void honestPartiesPassTheCheckAndCheatersDoNot(@ForAll("numbers") String x, @ForAll("numbers") String y,
      @ForAll @IntRange(min = 1, max = 1000) int delta, @ForAll("cheats") String cheat, @ForAll long seed) {
    Transcript transcript = Lessons.transcript(Lessons.named("mac"),
        Map.of("x", x, "y", y, "cheat", cheat, "delta", "" + delta), seed);
    LessonLaws.check(transcript);
    assertThat(transcript.result().outcome()).isEqualTo(cheat.equals("none") ? Outcome.AGREES : Outcome.CAUGHT);
  }

  @Provide
  Arbitrary<String> cheats() {
    return Arbitraries.of("none", "result", "input", "check");
  }

  /// What comes from a page: texts of any kind are run, or refused in one line.
  @Property(tries = 200)
  void anyTextIsRefusedInOneLineOrTaken(@ForAll("lessons") String name, @ForAll String text,
      @ForAll @IntRange(max = 9) int which) {
    Lesson lesson = Lessons.named(name);
    String input = lesson.inputs().get(which % lesson.inputs().size()).name();
    try {
      Arguments arguments = Arguments.of(lesson, Map.of(input, text), 1);
      assertThat(arguments.texts()).containsKey(input);
    } catch (UsageException e) {
      assertThat(e.getMessage()).contains(input);
      assertThat(e.getMessage().length()).isLessThan(400);
    }
  }

  @Provide
  Arbitrary<String> lessons() {
    return Arbitraries.of(Lessons.all().stream().map(Lesson::name).toList());
  }
}
