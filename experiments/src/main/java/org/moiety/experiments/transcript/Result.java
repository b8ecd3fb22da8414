package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How a lesson ended.
///
/// @param reconstructed what the shares add up to; null where a check ended the session before
/// @param plain the same computed in the clear, without shares
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(Outcome outcome, String text, @Nullable Value reconstructed, @Nullable Value plain) {
  /// How the two compare.
  public enum Outcome {
    /// Equal; after a truncation, up to its rounding.
    AGREES,
    /// Different: without a cheater, a mistake of Moiety's.
    DIFFERS,
    /// A check found the cheater.
    CAUGHT,
    /// A cheater went through.
    UNNOTICED,
    /// A truncation wrapped around p, as it does once in a while: often where p is small.
    RUINED;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
