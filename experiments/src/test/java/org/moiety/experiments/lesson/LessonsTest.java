package org.moiety.experiments.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Result.Outcome;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Transcript;
import org.moiety.experiments.transcript.TranscriptJson;
import org.moiety.experiments.transcript.Value;
import org.moiety.experiments.transcript.terminal.Screen;
import org.moiety.experiments.transcript.terminal.Style;

/// Every lesson as it starts, and all that there is in tiny fields.
final class LessonsTest {
  private static Transcript run(String lesson, Map<String, String> inputs, long seed) {
    Transcript transcript = Lessons.transcript(Lessons.named(lesson), inputs, seed);
    LessonLaws.check(transcript);
    return transcript;
  }

  static Stream<String> names() {
    return Lessons.all().stream().map(Lesson::name);
  }

  @Test
  void lessonsComeInReadingOrder() {
    assertThat(names()).containsExactly("share", "fixed-point", "add", "multiply", "matmul", "convolution", "reuse",
        "truncate", "relu", "mac", "train");
  }

  @ParameterizedTest
  @MethodSource("names")
  void runsAsItStartsAndTheSameAgain(String name) {
    Transcript first = run(name, Map.of(), 5);
    assertThat(first.result().outcome()).isEqualTo(name.equals("mac") ? Outcome.CAUGHT : Outcome.AGREES);
    assertThat(TranscriptJson.of(Lessons.transcript(Lessons.named(name), first.inputs(), 5)))
        .isEqualTo(TranscriptJson.of(first));
  }

  @ParameterizedTest
  @MethodSource("names")
  void runsWithASmallPrimeWhereItHasOne(String name) {
    if (Lessons.named(name).inputs().stream().noneMatch(input -> input.name().equals("prime"))) {
      assertThat(name).isEqualTo("train");
      return;
    }
    Transcript transcript = run(name, Map.of("prime", "small"), 1);
    assertThat(transcript.small()).isTrue();
    assertThat(transcript.result().outcome()).isIn(Outcome.AGREES, Outcome.CAUGHT, Outcome.UNNOTICED, Outcome.RUINED);
    boolean worked = transcript.steps().stream().flatMap(step -> step.formulas().stream())
        .anyMatch(formula -> !formula.worked().isEmpty());
    assertThat(worked).isEqualTo(!List.of("matmul", "convolution", "relu").contains(name));
  }

  /// The page and the terminal show a training while it goes on.
  @Test
  void trainingIsToldStepByStep() {
    Lesson lesson = Lessons.named("train");
    List<Step> steps = new ArrayList<>();
    lesson.run(Arguments.of(lesson, Map.of("iterations", "4", "batch", "2"), 1), steps::add);
    assertThat(steps).extracting(Step::number).containsExactly(1, 1, 1, 1, 2, 3);
    assertThat(steps.subList(0, 3)).extracting(Step::progress)
        .allMatch(text -> text != null && text.contains(" of 4: "));
    assertThat(steps.subList(3, 6)).extracting(Step::progress).containsOnlyNulls();
  }

  /// What party 1 gets of an image is the image less a mask; what is revealed to party 0 are logits.
  @Test
  void trainingShowsWhatWasSent() {
    Transcript transcript = run("train", Map.of("iterations", "2", "batch", "2"), 1);
    BigInteger p = new BigInteger(transcript.prime());
    List<Value> values = LessonLaws.values(transcript.steps().getFirst()).toList();
    List<List<BigInteger>> images = Stream.of("m", "a", "n")
        .map(id -> values.stream().filter(value -> value.id().equals(id)).findFirst().orElseThrow().entries().stream()
            .map(entry -> new BigInteger(entry.digits())).toList())
        .toList();
    for (int i = 0; i < images.getFirst().size(); i++) {
      assertThat(images.get(0).get(i).subtract(images.get(1).get(i)).mod(p)).isEqualTo(images.get(2).get(i));
    }
    assertThat(values).filteredOn(value -> value.symbol().equals("o")).singleElement()
        .satisfies(outputs -> assertThat(outputs.entries()).hasSize(10)
            .allMatch(entry -> Math.abs(Double.parseDouble(entry.decoded())) < 20)
            .anyMatch(entry -> Math.abs(Double.parseDouble(entry.decoded())) > 1e-3));
  }

  /// 2 x 3 times 3 x 2: what was counted is what the formulas say.
  @Test
  void oneMatrixTripleCostsLessThanMany() {
    List<List<String>> rows = run("matmul", Map.of(), 1).steps().stream().flatMap(step -> step.grids().stream())
        .flatMap(grid -> grid.rows().stream()).toList();
    assertThat(rows.subList(0, 4)).extracting(row -> row.subList(1, 3))
        .containsExactly(List.of("12", "24"), List.of("12", "24"), List.of("4", "12"), List.of("1", "12"));
  }

  @Test
  void allProductsOfATinyFieldAgree() {
    for (String method : new String[]{"triple", "one-product"}) {
      for (int x = -2; x <= 2; x++) {
        for (int y = -2; y <= 2; y++) {
          Transcript transcript = run("multiply",
              Map.of("prime", "5", "bits", "0", "x", "" + x, "y", "" + y, "method", method), x + 5L * y);
          assertThat(transcript.result().outcome()).isEqualTo(Outcome.AGREES);
          assertThat(transcript.result().reconstructed()).extracting(value -> value.entries().getFirst().digits())
              .isEqualTo(Integer.toString(Math.floorMod(x * y, 5)));
        }
      }
    }
  }

  @Test
  void allSharesAndSumsOfATinyFieldAgree() {
    for (int x = -1; x <= 1; x++) {
      assertThat(run("share", Map.of("prime", "3", "bits", "0", "x", "" + x), x).result().outcome())
          .isEqualTo(Outcome.AGREES);
      for (int y = -1; y <= 1; y++) {
        for (int factor = -1; factor <= 1; factor++) {
          for (int constant = -1; constant <= 1; constant++) {
            assertThat(run("add",
                Map.of("prime", "3", "bits", "0", "x", "" + x, "y", "" + y, "factor", "" + factor, "constant",
                    "" + constant),
                1)
                .result().outcome()).isEqualTo(Outcome.AGREES);
          }
        }
      }
    }
  }

  /// Of all masks exactly v + offset ruin, and as many of the others round up as the remainder says.
  @Test
  void allTruncationsOfASmallFieldAreRightOrRuined() {
    int offset = 32;
    int divisor = 2;
    int p = 97;
    TreeSet<Outcome> outcomes = new TreeSet<>();
    for (int x = -3; x <= 3; x++) {
      for (int y = -3; y <= 3; y++) {
        int v = x * y;
        Transcript transcript = run("truncate",
            Map.of("prime", "97", "bits", "1", "room", "3", "x", Numbers.text(x / 2.0), "y", Numbers.text(y / 2.0)),
            11L * x + y);
        outcomes.add(transcript.result().outcome());
        Grid grid = transcript.steps().get(4).grids().getFirst();
        int[] expected = new int[3];
        for (int r = 0; r < p; r++) {
          int quotient = (v + offset + r) % p / divisor - r / divisor - offset / divisor;
          expected[v + offset + r >= p ? 2 : quotient - Math.floorDiv(v, divisor)]++;
        }
        assertThat(grid.rows().stream().map(List::getLast)).as(x + " " + y).containsExactly("" + expected[0],
            "" + expected[1], "" + expected[2]);
        assertThat(expected[2]).isEqualTo(v + offset);
      }
    }
    assertThat(outcomes).containsExactlyInAnyOrder(Outcome.AGREES, Outcome.RUINED);
  }

  /// Whether a cheater gets through follows from the key, the factor and the change alone; the key and the factor are the luck.
  @ParameterizedTest
  @ValueSource(strings = {"result", "input"})
  void allChangesInATinyFieldAreCaughtButForLuck(String cheat) {
    int unnoticed = 0;
    int total = 0;
    for (int delta = 1; delta < 5; delta++) {
      for (int seed = 0; seed < 10; seed++) {
        Transcript transcript = run("mac",
            Map.of("prime", "5", "bits", "0", "x", "1", "y", "2", "cheat", cheat, "delta", "" + delta, "sessions", "0"),
            seed);
        boolean keyHelps = cheat.equals("result")
            ? value(transcript, "Delta_0").signum() == 0 // the sum is -w Delta_0 delta
            : value(transcript, "Delta_0").equals(value(transcript, "Delta_1")); // w (Delta_0 - Delta_1) delta / 2
        boolean lucky = keyHelps || value(transcript, "w").signum() == 0;
        assertThat(transcript.result().outcome()).isEqualTo(lucky ? Outcome.UNNOTICED : Outcome.CAUGHT);
        assertThat(value(transcript, "e").signum() == 0).isEqualTo(lucky);
        unnoticed += lucky ? 1 : 0;
        total++;
      }
    }
    assertThat(unnoticed).isBetween(3, total - 3); // 1 - (4/5)^3 of 40 is 20
  }

  @Test
  void oddsOfACheaterAreCountedExhaustively() {
    Transcript transcript = run("mac", Map.of("prime", "97", "sessions", "0"), 1);
    Grid odds = transcript.steps().getLast().grids().getFirst();
    assertThat(odds.rows().get(0)).endsWith("1 of 97", "1 of 97");
    assertThat(odds.rows().get(1)).endsWith("193 of 9409", "193 of 9409");
  }

  /// Exercises quote these.
  @Test
  void exercisesHaveTheNumbersOfTheirSeed() {
    Transcript multiply = run("multiply", Map.of("prime", "small"), 1);
    assertThat(numbers(multiply, "x_0", "y_0", "a_0", "b_0", "c_0", "x_1", "y_1", "a_1", "b_1", "c_1"))
        .containsExactly(53, 76, 48, 46, 56, 51, 17, 34, 53, 11);
    assertThat(numbers(multiply, "alpha_0", "alpha_1", "beta_0", "beta_1", "alpha", "beta", "z_0", "z_1", "z"))
        .containsExactly(5, 17, 30, 61, 22, 91, 35, 34, 69);
    assertThat(numbers(run("reuse", Map.of("prime", "small"), 1), "alpha", "epsilon", "a_0", "f_0", "q_0", "g_0"))
        .containsExactly(24, 14, 69, 60, 44, 96);
    assertThat(numbers(run("share", Map.of("prime", "small"), 1), "x_0", "x_1", "x")).containsExactly(53, 51, 7);
  }

  private static List<Integer> numbers(Transcript transcript, String... ids) {
    return Stream.of(ids).map(id -> value(transcript, id).intValueExact()).toList();
  }

  /// Every `moiety demo` of the pages is one that runs.
  @Test
  void pagesShowCommandsThatRun() throws IOException {
    int found = 0;
    try (Stream<Path> pages = Files.list(Path.of("../docs/teaching"))) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
        Matcher command = Pattern
            .compile("moiety demo ([a-z][a-z-]*)((?: --(?:small|auto|json|seed [0-9]+|set (?:\"[^\"]+\"|[^ `\n]+)))*)")
            .matcher(Files.readString(page));
        while (command.find()) {
          Lesson lesson = Lessons.named(command.group(1));
          Map<String, String> given = new HashMap<>();
          if (command.group(2).contains("--small")) {
            given.put("prime", "small");
          }
          Matcher input = Pattern.compile("--set \"?([a-z]+)=([^ \"]+)").matcher(command.group(2));
          while (input.find() && !input.group(2).endsWith("...") && !input.group(2).endsWith(".png")) {
            given.put(input.group(1), input.group(2));
          }
          assertThat(Arguments.of(lesson, given, 1).texts()).as(page + ": " + command.group()).containsAllEntriesOf(
              given.containsKey("prime") ? Map.of() : given);
          found++;
        }
      }
    }
    assertThat(found).isGreaterThan(25);
  }

  @ParameterizedTest
  @MethodSource("names")
  void screensAreNoWiderThanTheTerminal(String name) {
    Transcript transcript = run(name, Map.of(), 2);
    for (int width : new int[]{60, 80, 120}) {
      Screen screen = new Screen(width, new Style(false));
      for (Step step : transcript.steps()) {
        assertThat(screen.step(step)).allMatch(line -> line.codePointCount(0, line.length()) <= width);
      }
      assertThat(screen.result(transcript.result())).allMatch(line -> line.codePointCount(0, line.length()) <= width);
    }
  }

  private static BigInteger value(Transcript transcript, String id) {
    for (Step step : transcript.steps()) {
      for (Value value : LessonLaws.values(step).toList()) {
        if (value.id().equals(id)) {
          return new BigInteger(value.entries().getFirst().digits());
        }
      }
    }
    throw new AssertionError("no value " + id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x=", "x=a", "x=NaN", "x=0x1p3", "x=1d", "x=2001", "x=1e999", "bits=1.5", "bits=41",
      "prime=98", "prime=9",
      "prime=-97", "prime=1000033", "image=a.png", "image=33x1:00", "image=1x1:0", "image=1x1:zz", "image=1x1:0000",
      "y=1"})
  void wrongInputsAreRefused(String input) {
    String[] parts = input.split("=", -1);
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Lessons.transcript(Lessons.named("share"), Map.of(parts[0], parts[1]), 1))
        .withMessageContaining(parts[0]);
  }

  @Test
  void numbersThatDoNotFitASmallFieldAreRefused() {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> run("share", Map.of("prime", "97", "x", "25"), 1))
        .withMessage("x=25 does not fit: with p = 97 and 1 fraction bits, numbers from -24 to 24 do");
  }
}
