package org.moiety.experiments.lesson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.transcript.Formula;
import org.moiety.experiments.transcript.Token;
import org.moiety.experiments.transcript.Value;

/// Symbols of formulas, and the values they stand for so far. A formula is written with ids in braces: `{z_i} = {c_i} + {alpha} {b_i}`; the index i is each party in turn.
final class Symbols {
  private static final Pattern ID = Pattern.compile("\\{([A-Za-z]+)(?:_([A-Za-z0-9]+))?\\}");
  private static final Map<String, String> LETTERS = Map.of("alpha", "\u03b1", "beta", "\u03b2", "gamma", "\u03b3",
      "delta",
      "\u03b4", "Delta", "\u0394", "sigma", "\u03c3", "rho", "\u03c1", "epsilon", "\u03b5");
  private static final int WORKED_DIGITS = 7;

  private final Map<String, Value> known = new HashMap<>();
  private final @Nullable String prime;

  /// @param prime a small p; null where numbers are too long to be written out
  Symbols(@Nullable String prime) {
    this.prime = prime;
  }

  /// How a symbol is shown.
  static String letter(String symbol) {
    return LETTERS.getOrDefault(symbol, symbol);
  }

  static String symbol(String id) {
    int at = id.indexOf('_');
    return at < 0 ? id : id.substring(0, at);
  }

  static @Nullable String sub(String id) {
    int at = id.indexOf('_');
    return at < 0 ? null : id.substring(at + 1);
  }

  void know(Value value) {
    known.put(value.id(), value);
  }

  /// Parses a formula, with the numbers that are known.
  ///
  /// @param worked whether numbers are wanted
  Formula formula(String template, boolean worked) {
    List<Token> tokens = tokens(template, null);
    List<List<Token>> lines = new ArrayList<>();
    if (worked && prime != null) {
      if (template.contains("_i}")) {
        for (int party = 0; party < 2; party++) {
          addWorked(template.replace("_i}", "_" + party + "}"), lines);
        }
      } else {
        addWorked(template, lines);
      }
    }
    return new Formula(tokens, lines);
  }

  /// Formula, then the same with numbers, for one party.
  private void addWorked(String template, List<List<Token>> lines) {
    Matcher matcher = ID.matcher(template);
    List<String> values = new ArrayList<>();
    while (matcher.find()) {
      Value value = known.get(id(matcher));
      if (value == null || !value.isScalar() || value.entries().getFirst().digits().length() > WORKED_DIGITS) {
        return;
      }
      values.add(value.entries().getFirst().digits());
    }
    List<Token> line = new ArrayList<>(tokens(template, values));
    line.add(sign("  (mod " + prime + ")"));
    lines.add(line);
  }

  private static String id(Matcher matcher) {
    return matcher.group(2) == null ? matcher.group(1) : matcher.group(1) + "_" + matcher.group(2);
  }

  private static Token sign(String text) {
    return new Token(text, null, null, List.of());
  }

  /// @param values in the place of symbols, one after the other; the first symbol keeps its name; null for none
  private static List<Token> tokens(String template, @Nullable List<String> values) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = ID.matcher(template);
    int end = 0;
    int count = 0;
    while (matcher.find()) {
      if (matcher.start() > end) {
        tokens.add(sign(template.substring(end, matcher.start())));
      }
      String symbol = matcher.group(1);
      String sub = matcher.group(2);
      List<String> ids = "i".equals(sub) ? List.of(symbol + "_0", symbol + "_1") : List.of(id(matcher));
      boolean number = values != null && count > 0;
      tokens.add(new Token(number ? values.get(count) : letter(symbol), number ? null : sub, symbol, ids));
      end = matcher.end();
      count++;
    }
    if (end < template.length()) {
      tokens.add(sign(template.substring(end)));
    }
    if (values != null && count > 0) {
      tokens.add(1, sign(" = " + values.getFirst()));
    }
    return tokens;
  }
}
