package org.moiety.experiments.lesson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.transcript.Formula;
import org.moiety.experiments.transcript.Token;
import org.moiety.experiments.transcript.Value;

/// Symbols of formulas, and the values they stand for so far. A formula is written with ids in braces: `{z_i} = {c_i} + {alpha} {b_i}`; the index i is each party in turn.
///
/// After `_` stands whose share it is: both add up to the value without. In parentheses stands which of several values of a name: `c(2)` is the second c, `s(1)` what party 1 has for s.
final class Symbols {
  private static final Pattern ID = Pattern.compile("\\{([A-Za-z]+(?:\\([0-9i]+\\))?)(?:_([01i]))?\\}");
  private static final Map<String, String> LETTERS = Map.of("alpha", "\u03b1", "beta", "\u03b2", "gamma", "\u03b3",
      "delta",
      "\u03b4", "Delta", "\u0394", "sigma", "\u03c3", "rho", "\u03c1", "epsilon", "\u03b5");
  private static final String RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
  private static final int WORKED_DIGITS = 7;

  private final Map<String, Value> known = new HashMap<>();
  private final @Nullable String prime;

  /// @param prime a small p; null where numbers are too long to be written out
  Symbols(@Nullable String prime) {
    this.prime = prime;
  }

  /// How a name is shown: its letter, and which of several it is as a raised number in parentheses.
  static String text(String id) {
    String name = letters(symbol(id));
    int at = id.indexOf('(');
    if (at < 0) {
      return name;
    }
    StringBuilder text = new StringBuilder(name).append('\u207d');
    id.substring(at + 1, id.indexOf(')')).chars()
        .forEach(c -> text.append(c == 'i' ? '\u2071' : RAISED.charAt(c - '0')));
    return text.append('\u207e').toString();
  }

  private static String letters(String symbol) {
    return LETTERS.getOrDefault(symbol, symbol);
  }

  /// What has one colour.
  static String symbol(String id) {
    return id.split("[_(]", 2)[0];
  }

  /// Whose share it is; null for none.
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
      if (template.contains("_i}") || template.contains("(i)}")) {
        for (int party = 0; party < 2; party++) {
          addWorked(ofParty(template, party), lines);
        }
      } else {
        addWorked(template, lines);
      }
    }
    return new Formula(tokens, lines);
  }

  private static String ofParty(String template, int party) {
    return template.replace("_i}", "_" + party + "}").replace("(i)}", "(" + party + ")}");
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
      String id = id(matcher);
      String each = "{" + id + "}";
      List<String> ids = ofParty(each, 0).equals(each)
          ? List.of(id)
          : IntStream.range(0, 2).mapToObj(party -> ofParty(each, party)).map(of -> of.substring(1, of.length() - 1))
              .toList();
      tokens.add(values == null || count == 0
          ? new Token(text(id), sub(id), symbol(id), ids)
          : new Token(values.get(count), null, symbol(id), ids));
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
