package org.moiety.experiments.lesson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as people read them.
final class Numbers {
  private static final int SHORT = 10;
  private static final int END = 4;
  private static final MathContext DIGITS = new MathContext(10);

  private Numbers() {}

  /// At most ten significant digits, without an exponent where that is short.
  static String text(double value) {
    return Double.isFinite(value) ? text(new BigDecimal(value)) : Double.toString(value);
  }

  static String text(BigDecimal value) {
    BigDecimal rounded = value.round(DIGITS).stripTrailingZeros();
    if (rounded.signum() == 0) {
      return "0";
    }
    String plain = rounded.toPlainString();
    boolean honest = rounded.scale() > 0 || rounded.compareTo(value) == 0; // else zeros stand for digits that were cut
    return plain.length() <= 16 && honest ? plain : String.format(Locale.ROOT, "%.4e", rounded);
  }

  /// As it is if short; near p as p less something; else its ends.
  static String brief(BigInteger element, BigInteger p) {
    String digits = element.toString();
    if (digits.length() <= SHORT) {
      return digits;
    }
    BigInteger below = p.subtract(element);
    if (below.signum() > 0 && below.bitLength() < 34) {
      return "p-" + below;
    }
    return digits.substring(0, END) + "\u2026" + digits.substring(digits.length() - END);
  }

  /// With commas.
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
