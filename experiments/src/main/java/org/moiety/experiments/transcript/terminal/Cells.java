package org.moiety.experiments.transcript.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.moiety.experiments.transcript.Entry;
import org.moiety.experiments.transcript.Message;
import org.moiety.experiments.transcript.Place;
import org.moiety.experiments.transcript.Token;
import org.moiety.experiments.transcript.Value;

/// Values, messages and formulas as lines of a given width.
final class Cells {
  private static final int MOST_NUMBERS = 10;
  private static final String SUBSCRIPTS = "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089";

  private final Style style;

  Cells(Style style) {
    this.style = style;
  }

  static String subscript(String sub) {
    if (sub.equals("i")) {
      return "\u1d62";
    }
    return sub.chars().allMatch(c -> c >= '0' && c <= '9')
        ? sub.chars().mapToObj(c -> SUBSCRIPTS.substring(c - '0', c - '0' + 1)).collect(Collectors.joining())
        : "_" + sub;
  }

  private String name(Value value) {
    String sub = value.sub();
    return style.symbol(value.symbol(), value.text() + (sub == null ? "" : subscript(sub)));
  }

  String formula(List<Token> tokens) {
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      String sub = token.sub();
      String shown = token.text() + (sub == null ? "" : subscript(sub));
      String symbol = token.symbol();
      text.append(symbol == null ? shown : style.symbol(symbol, shown));
    }
    return text.toString();
  }

  /// A value with its name, and what it is.
  List<String> value(Value value, int width) {
    List<String> lines = new ArrayList<>(plain(value, width));
    for (String line : Style.wrap(value.label(), width - 2)) {
      lines.add("  " + style.faint(line));
    }
    return lines;
  }

  /// A value with its name.
  private List<String> plain(Value value, int width) {
    List<String> lines = new ArrayList<>();
    if (value.isScalar()) {
      String decoded = value.entries().getFirst().decoded();
      lines.addAll(Style.wrap(name(value) + " = " + value.entries().getFirst().brief()
          + (decoded == null ? "" : " (" + decoded + ")"), width));
      return lines;
    }
    lines.add(name(value) + "  " + value.shape().stream().map(String::valueOf).collect(Collectors.joining(" x "))
        + (value.shape().size() == 1 ? " numbers" : ""));
    if (value.pixels() != null) {
      lines.addAll(image(value, width));
    } else {
      lines.addAll(numbers(value, width - 2).stream().map(line -> "  " + line).toList());
    }
    return lines;
  }

  /// Rows of a matrix, or a list.
  private static List<String> numbers(Value value, int width) {
    List<String> lines = new ArrayList<>();
    int columns = value.shape().size() == 2 ? value.shape().get(1) : value.length();
    int shown = Math.min(value.entries().size(), value.shape().size() == 2 ? MOST_NUMBERS * columns : MOST_NUMBERS);
    for (int start = 0; start < shown; start += columns) {
      List<Entry> row = value.entries().subList(start, Math.min(shown, start + columns));
      lines.addAll(Style.wrap(row.stream().map(Cells::number).collect(Collectors.joining(", ")), width));
    }
    if (shown < value.length()) {
      lines.add("... " + (value.length() - shown) + " more");
    }
    return lines;
  }

  private static String number(Entry entry) {
    String decoded = entry.decoded();
    return decoded == null ? entry.brief() : decoded;
  }

  /// As many pixels as fit, two rows a line.
  private List<String> image(Value value, int width) {
    List<Integer> pixels = value.pixels();
    if (pixels == null) {
      return List.of();
    }
    int rows = value.shape().get(0);
    int columns = value.shape().get(1);
    int shownColumns = Math.min(columns, width);
    int shownRows = Math.max(1, rows * shownColumns / columns);
    List<String> lines = new ArrayList<>();
    for (int y = 0; y < shownRows; y += 2) {
      StringBuilder line = new StringBuilder();
      for (int x = 0; x < shownColumns; x++) {
        int column = x * columns / shownColumns;
        int upper = pixels.get(y * rows / shownRows * columns + column);
        int lower = y + 1 < shownRows ? pixels.get((y + 1) * rows / shownRows * columns + column) : 0;
        line.append(style.pixels(upper, lower));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /// A message with its direction.
  List<String> message(Message message, int width) {
    Value value = message.value();
    String line = name(value);
    String arrow = "\u2500".repeat(Math.max(1, (width - Style.width(line) - 4) / 2));
    List<String> lines = new ArrayList<>();
    lines.add(message.to() == Place.PARTY_0
        ? "\u25c0" + arrow + " " + line + " " + arrow
        : arrow + " " + line + " " + arrow + "\u25b6");
    if (value.isScalar()) {
      lines.add("  " + value.entries().getFirst().brief());
    } else {
      lines.add("  " + value.length() + " numbers");
    }
    return lines;
  }
}
