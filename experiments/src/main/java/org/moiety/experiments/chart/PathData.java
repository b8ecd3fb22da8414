package org.moiety.experiments.chart;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `d` of an SVG path made shorter: steps instead of places, in hundredths, with no blank or letter that can go. Half as long for curves and letters.
final class PathData {
  private static final Pattern TOKEN = Pattern.compile("[MLQCZ]|-?[0-9.]+(?:[eE]-?[0-9]+)?");
  private static final int HUNDREDTHS = 100;

  private final StringBuilder text = new StringBuilder();
  private char command;
  private boolean afterNumber;
  private boolean afterFraction;
  private long x;
  private long y;
  private long startX;
  private long startY;

  private PathData() {}

  /// @param absolute of the commands M, L, Q, C and Z
  static String compact(String absolute) {
    PathData data = new PathData();
    Matcher tokens = TOKEN.matcher(absolute);
    char letter = 'M';
    while (tokens.find()) {
      String token = tokens.group();
      if (Character.isLetter(token.charAt(0))) {
        letter = token.charAt(0);
        if (letter == 'Z') {
          data.close();
        }
      } else {
        data.segment(letter, token, tokens);
        letter = letter == 'M' ? 'L' : letter; // what follows a move without a letter is a line
      }
    }
    return data.text.toString();
  }

  private void segment(char letter, String first, Matcher tokens) {
    command(Character.toLowerCase(letter));
    int points = letter == 'C' ? 3 : letter == 'Q' ? 2 : 1;
    long toX = x;
    long toY = y;
    for (int point = 0; point < points; point++) {
      toX = hundredths(point == 0 ? first : next(tokens));
      toY = hundredths(next(tokens));
      number(toX - x);
      number(toY - y);
    }
    x = toX;
    y = toY;
    if (letter == 'M') {
      startX = x;
      startY = y;
    }
  }

  private static String next(Matcher tokens) {
    if (!tokens.find()) {
      throw new IllegalArgumentException("a path that ends in the midst of a segment");
    }
    return tokens.group();
  }

  private static long hundredths(String number) {
    return Math.round(HUNDREDTHS * Double.parseDouble(number));
  }

  private void close() {
    text.append('z');
    command = 'z';
    afterNumber = false;
    x = startX;
    y = startY;
  }

  private void command(char next) {
    if (next != command || next == 'm') {
      text.append(next);
      command = next;
      afterNumber = false;
    }
  }

  private void number(long hundredths) {
    long size = Math.abs(hundredths);
    String whole = size < HUNDREDTHS && size > 0 ? "" : Long.toString(size / HUNDREDTHS);
    long rest = size % HUNDREDTHS;
    String fraction = rest == 0 ? "" : rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest;
    if (hundredths < 0) {
      text.append('-');
    } else if (afterNumber && !(whole.isEmpty() && afterFraction)) {
      text.append(' ');
    }
    text.append(whole).append(fraction);
    afterNumber = true;
    afterFraction = rest != 0;
  }
}
