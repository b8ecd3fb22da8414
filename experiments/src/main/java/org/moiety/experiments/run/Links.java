package org.moiety.experiments.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moiety.engine.channel.Link;

/// Links as users write them: `200Mbit/40ms`.
public final class Links {
  private static final String NUMBER = "(\\d{1,9}(?:\\.\\d{1,9})?)";
  private static final Pattern FORM = Pattern.compile(NUMBER + "([kmg]bit)/" + NUMBER + "(us|ms|s)");

  private Links() {}

  /// @throws UsageException if the text is no link
  public static Link parse(String text) {
    Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new UsageException("'" + text
          + "', expected rate and round trip such as 200Mbit/40ms or 1Gbit/0.5ms (kbit, Mbit, Gbit; us, ms, s)");
    }
    try {
      return new Link(units(parts.group(1), parts.group(2)),
          Duration.ofNanos(units(parts.group(3), parts.group(4))));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "'" + text + "', expected a rate of 0.001kbit to 1000Gbit and a round trip of at most 60s");
    }
  }

  /// Bits per second, or nanoseconds.
  private static long units(String number, String unit) {
    int exponent = switch (unit) {
      case "kbit", "us" -> 3;
      case "mbit", "ms" -> 6;
      default -> 9;
    };
    return new BigDecimal(number).scaleByPowerOfTen(exponent).longValue();
  }

  /// In the largest units of which there is at least one.
  public static String text(Link link) {
    long bits = link.bitsPerSecond();
    long nanos = link.roundTrip().toNanos();
    String rate = bits >= 1_000_000_000
        ? number(bits, 9) + "Gbit"
        : bits >= 1_000_000 ? number(bits, 6) + "Mbit" : number(bits, 3) + "kbit";
    return rate + "/" + (nanos >= 1_000_000_000 ? number(nanos, 9) + "s" : number(nanos, 6) + "ms");
  }

  private static String number(long units, int exponent) {
    return BigDecimal.valueOf(units, exponent).stripTrailingZeros().toPlainString();
  }
}
