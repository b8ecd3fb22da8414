package org.moiety.experiments.transcript.terminal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Colours of a terminal, or none. A symbol has the same colour wherever it stands.
public final class Style {
  private static final Pattern CODES = Pattern.compile("\u001b\\[[0-9;]*m");
  /// Of the 256-colour palette: told apart on black and on white.
  private static final int[] SYMBOLS = {32, 166, 35, 133, 172, 37, 161, 99, 64, 130};

  private final boolean colours;
  private final Map<String, Integer> ofSymbols = new HashMap<>();

  /// @param colours whether the terminal has them
  public Style(boolean colours) {
    this.colours = colours;
  }

  String bold(String text) {
    return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  String faint(String text) {
    return colours ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  String symbol(String symbol, String text) {
    int colour = ofSymbols.computeIfAbsent(symbol, _ -> SYMBOLS[ofSymbols.size() % SYMBOLS.length]);
    return colours ? "\u001b[38;5;" + colour + "m" + text + "\u001b[0m" : text;
  }

  /// Two pixels, one above the other, each 0 to 255.
  String pixels(int upper, int lower) {
    if (colours) {
      return "\u001b[38;5;" + grey(upper) + ";48;5;" + grey(lower) + "m\u2580\u001b[0m";
    }
    return String.valueOf(" .:-=+*#%@".charAt((upper + lower) * 10 / 512));
  }

  private static int grey(int brightness) {
    return 232 + brightness * 24 / 256;
  }

  /// Characters that are seen.
  static int width(String text) {
    String plain = CODES.matcher(text).replaceAll("");
    return plain.codePointCount(0, plain.length());
  }

  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /// Breaks between words. Words with colours are not broken; others are where they are too long.
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String whole : text.split(" ", -1)) {
      String word = whole;
      if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      while (width(word) > width && !word.contains("\u001b")) {
        lines.add(word.substring(0, width));
        word = word.substring(width);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
