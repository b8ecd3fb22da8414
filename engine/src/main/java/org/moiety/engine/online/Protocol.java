package org.moiety.engine.online;

/// What all roles of a session agree on.
///
/// @param masks when secrets are masked and opened
/// @param truncation how values are brought back to scale
/// @param security against whom
public record Protocol(MaskPolicy masks, TruncationMethod truncation, Security security) {
  /// @throws IllegalArgumentException if there is no such protocol
  public Protocol {
    if (security == Security.MALICIOUS && (masks != MaskPolicy.FUSED || truncation != TruncationMethod.MASKED)) {
      throw new IllegalArgumentException(
          "security against malicious parties needs masks fused and truncation masked, found "
              + masks + " and " + truncation);
    }
  }

  /// Secure against semi-honest parties.
  public static Protocol semiHonest(MaskPolicy masks, TruncationMethod truncation) {
    return new Protocol(masks, truncation, Security.SEMI_HONEST);
  }

  /// Secure against malicious parties.
  public static Protocol malicious() {
    return new Protocol(MaskPolicy.FUSED, TruncationMethod.MASKED, Security.MALICIOUS);
  }

  boolean isMalicious() {
    return security == Security.MALICIOUS;
  }
}
