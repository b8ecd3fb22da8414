package org.moiety.experiments.lesson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.UsageException;

/// The learner's choices, checked.
///
/// @param texts all inputs of the lesson, in its order
/// @param number the seed as it was given
public record Arguments(Map<String, String> texts, Modulus modulus, long number) {
  private static final int MAX_NUMBER_LENGTH = 24;

  /// Checks what was given against the inputs of a lesson, and adds what was not.
  ///
  /// @throws UsageException if an input is unknown, malformed or beyond its limits
  public static Arguments of(Lesson lesson, Map<String, String> given, long seed) {
    for (String name : given.keySet()) {
      if (lesson.inputs().stream().noneMatch(input -> input.name().equals(name))) {
        throw new UsageException("lesson " + lesson.name() + " has no input '" + name + "', expected "
            + (lesson.inputs().isEmpty()
                ? "none"
                : lesson.inputs().stream().map(Input::name).collect(Collectors.joining(", "))));
      }
    }
    Input prime = lesson.inputs().stream().filter(input -> input.type() == Input.Type.PRIME).findFirst().orElse(null);
    String primeText = prime == null ? "large" : given.getOrDefault("prime", "large").strip();
    if (prime != null && primeText.equals("small")) {
      primeText = prime.smallPreset();
    }
    Modulus modulus = prime(primeText);
    boolean small = !modulus.equals(Modulus.MOIETY);
    Map<String, String> texts = new LinkedHashMap<>();
    for (Input input : lesson.inputs()) {
      String text = input.type() == Input.Type.PRIME
          ? primeText
          : given.getOrDefault(input.name(), input.preset(small)).strip();
      check(input, text);
      texts.put(input.name(), text);
    }
    return new Arguments(texts, modulus, seed);
  }

  private static void check(Input input, String text) {
    switch (input.type()) {
      case NUMBER -> number(input, text);
      case INTEGER -> {
        if (number(input, text) % 1 != 0) {
          throw wrong(input, text, "a whole number");
        }
      }
      case NUMBERS -> numbers(input, text);
      case MATRIX -> matrix(input, text);
      case CHOICE -> {
        if (!input.options().contains(text)) {
          throw wrong(input, text, "one of " + String.join(", ", input.options()));
        }
      }
      case IMAGE -> Picture.parse(input, text);
      case PRIME -> prime(text);
    }
  }

  private static UsageException wrong(Input input, String text, String expected) {
    String shown = text.length() > 2 * MAX_NUMBER_LENGTH ? text.substring(0, 2 * MAX_NUMBER_LENGTH) + "..." : text;
    return new UsageException(input.name() + "='" + shown + "', expected " + expected);
  }

  private static double number(Input input, String text) {
    String range = "a number from " + Numbers.text(orZero(input.min())) + " to " + Numbers.text(orZero(input.max()));
    if (text.length() > MAX_NUMBER_LENGTH) {
      throw wrong(input, text, range + " with at most " + MAX_NUMBER_LENGTH + " characters");
    }
    try {
      double value = new BigDecimal(text).doubleValue();
      if (value >= orZero(input.min()) && value <= orZero(input.max())) {
        return value + 0.0;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw wrong(input, text, range);
  }

  private static double orZero(@Nullable Double bound) {
    return bound == null ? 0 : bound;
  }

  private static double[] numbers(Input input, String text) {
    String[] parts = text.split(",", -1);
    if (parts.length > input.size()) {
      throw wrong(input, text, "at most " + input.size() + " numbers separated by commas");
    }
    double[] values = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = number(input, parts[i].strip());
    }
    return values;
  }

  private static Matrix matrix(Input input, String text) {
    String[] rows = text.split(";", -1);
    List<double[]> all = new ArrayList<>();
    for (String row : rows) {
      all.add(numbers(input, row));
    }
    int columns = all.getFirst().length;
    if (rows.length > input.size() || all.stream().anyMatch(row -> row.length != columns)) {
      throw wrong(input, text, "at most " + input.size() + " rows of equal length, separated by semicolons");
    }
    double[] values = all.stream().flatMapToDouble(Arrays::stream).toArray();
    return new Matrix(rows.length, columns, values);
  }

  private static Modulus prime(String text) {
    if (text.equals("large")) {
      return Modulus.MOIETY;
    }
    String expected = "prime='" + (text.length() > MAX_NUMBER_LENGTH ? "..." : text)
        + "', expected large, small, or an odd prime up to "
        + Input.MAX_SMALL_PRIME;
    try {
      long value = Long.parseLong(text);
      if (value >= 3 && value <= Input.MAX_SMALL_PRIME && value % 2 == 1
          && BigInteger.valueOf(value).isProbablePrime(64)) {
        return new Modulus(BigInteger.valueOf(value));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UsageException(expected);
  }

  /// Whether p is a small one.
  public boolean small() {
    return !modulus.equals(Modulus.MOIETY);
  }

  /// The randomness of a session, for a purpose.
  Seed seed(String purpose) {
    return Seed.of(number).derive(purpose);
  }

  String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("no input " + name);
    }
    return text;
  }

  double number(String name) {
    return Double.parseDouble(text(name)) + 0.0;
  }

  int integer(String name) {
    return (int) number(name);
  }

  double[] numbers(String name) {
    return Arrays.stream(text(name).split(",", -1)).mapToDouble(part -> Double.parseDouble(part.strip()) + 0.0)
        .toArray();
  }

  Matrix matrix(String name) {
    String[] rows = text(name).split(";", -1);
    int columns = rows[0].split(",", -1).length;
    double[] values = Arrays.stream(rows).flatMap(row -> Arrays.stream(row.split(",", -1)))
        .mapToDouble(part -> Double.parseDouble(part.strip()) + 0.0).toArray();
    return new Matrix(rows.length, columns, values);
  }
}
