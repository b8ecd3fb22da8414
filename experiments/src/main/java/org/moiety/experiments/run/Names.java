package org.moiety.experiments.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Constants as users write them, and what they may have meant.
public final class Names {
  private Names() {}

  /// As on the command line: `RELU_APPROX` is `relu-approx`.
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static List<String> all(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Names::of).toList();
  }

  /// The constant of that name.
  ///
  /// @throws UsageException if there is none; names those there are
  public static <E extends Enum<E>> E parse(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants()).filter(constant -> of(constant).equalsIgnoreCase(text)).findFirst()
        .orElseThrow(() -> new UsageException("'" + text + "', expected one of " + String.join(", ", all(type))));
  }
}
