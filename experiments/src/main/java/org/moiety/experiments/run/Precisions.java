package org.moiety.experiments.run;

import org.moiety.engine.fixed.Precision;

/// Fixed-point formats as users write them: `24` for 24 bits, `7d` for 7 decimal digits.
public final class Precisions {
  private Precisions() {}

  /// @throws UsageException if the text is no format
  public static Precision parse(String text, int integerBits) {
    boolean decimal = text.endsWith("d");
    try {
      int digits = Integer.parseInt(decimal ? text.substring(0, text.length() - 1) : text);
      return new Precision(decimal ? 10 : 2, digits, integerBits);
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--precision '" + text + "', expected a number of bits such as 24, or of decimal digits such as 7d");
    } catch (IllegalArgumentException e) {
      throw new UsageException("--precision " + text + " --integer-bits " + integerBits + ": " + e.getMessage());
    }
  }

  public static String text(Precision precision) {
    return precision.digits() + (precision.base() == 10 ? "d" : "");
  }
}
