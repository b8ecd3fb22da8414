package org.moiety.experiments.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moiety.experiments.transcript.Formula;
import org.moiety.experiments.transcript.Histogram;
import org.moiety.experiments.transcript.Message;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Token;
import org.moiety.experiments.transcript.Transcript;
import org.moiety.experiments.transcript.TranscriptJson;
import org.moiety.experiments.transcript.Value;

/// What holds of every transcript.
final class LessonLaws {
  private LessonLaws() {}

  static void check(Transcript transcript) {
    BigInteger p = new BigInteger(transcript.prime());
    Map<String, Value> known = new HashMap<>();
    for (int i = 0; i < transcript.steps().size(); i++) {
      Step step = transcript.steps().get(i);
      assertThat(step.number()).isEqualTo(i + 1);
      assertThat(step.text()).isNotBlank();
      checkJson(TranscriptJson.of(step), "step " + step.number());
      values(step).forEach(value -> {
        checkValue(value, p);
        Value before = known.put(value.id(), value);
        if (before != null) {
          assertThat(value.entries().stream().map(entry -> entry.digits())).as(value.id() + " in step " + step.number())
              .isEqualTo(before.entries().stream().map(entry -> entry.digits()).toList());
        }
      });
      step.histograms().forEach(LessonLaws::checkHistogram);
      step.formulas().forEach(formula -> {
        checkFormula(formula, step);
        checkWorked(formula, p);
      });
    }
  }

  /// What would be null or empty is left out, but for the shape of a single number.
  private static void checkJson(JsonNode node, String place) {
    assertThat(node.isNull() || node.isEmpty() && node.isContainerNode() || node.isTextual() && node.asText().isEmpty())
        .as(place).isFalse();
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      if (!node.get(i).asText("-").isEmpty()) { // the corner of a table
        checkJson(node.get(i), place + "[" + i + "]");
      }
    }
    node.properties().forEach(field -> {
      if (!field.getKey().equals("shape")) {
        checkJson(field.getValue(), place + "." + field.getKey());
      }
    });
  }

  static Stream<Value> values(Step step) {
    return Stream.of(step.party0(), step.party1(), step.dealer(), step.open(),
        step.wire().stream().map(Message::value).toList()).flatMap(List::stream);
  }

  private static void checkValue(Value value, BigInteger p) {
    assertThat(value.entries().size()).isBetween(1, value.length());
    assertThat(value.length()).isEqualTo(value.shape().stream().reduce(1, Math::multiplyExact));
    value.entries().forEach(entry -> assertThat(new BigInteger(entry.digits()).compareTo(p)).as(value.id())
        .isLessThanOrEqualTo(value.id().equals("p") ? 0 : -1));
    if (value.pixels() != null) {
      assertThat(value.pixels()).hasSize(value.length()).allMatch(pixel -> pixel >= 0 && pixel <= 255);
    }
  }

  /// Far beyond chance only where values are not uniform: the sum has mean n and variance 2 n for n = bins - 1.
  private static void checkHistogram(Histogram histogram) {
    double degrees = histogram.bins() - 1;
    for (Histogram.Series series : histogram.series()) {
      assertThat(series.counts().stream().mapToInt(Integer::intValue).sum()).isEqualTo(histogram.repetitions());
      assertThat(series.chiSquare()).as(series.name()).isLessThan(degrees + 8 * Math.sqrt(2 * degrees) + 20);
    }
  }

  private static void checkFormula(Formula formula, Step step) {
    assertThat(formula.tokens()).as(step.title()).isNotEmpty().noneMatch(token -> token.text().contains("{"));
    formula.tokens().stream().filter(token -> token.symbol() != null).map(Token::ids)
        .forEach(ids -> assertThat(ids).isNotEmpty());
  }

  /// What a learner would check by hand: every line with numbers is true modulo p.
  private static void checkWorked(Formula formula, BigInteger p) {
    for (List<Token> line : formula.worked()) {
      String text = line.stream().map(Token::text).collect(Collectors.joining());
      String equation = text.substring(text.indexOf('=') + 1, text.indexOf("(mod")); // without the name in front
      String[] sides = equation.split("=");
      assertThat(sides).as(text).hasSize(2);
      assertThat(new HandArithmetic(sides[1], p).value()).as(text).isEqualTo(new HandArithmetic(sides[0], p).value());
    }
  }
}
