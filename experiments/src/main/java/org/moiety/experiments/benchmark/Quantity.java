package org.moiety.experiments.benchmark;

/// What a score counts.
public enum Quantity {
  MULTIPLY_ADDS("multiply-adds/s"), ELEMENTS("elements/s"), BYTES("bytes/s"),
  /// The only one where less is better.
  SECONDS("s/iteration");

  private final String unit;

  Quantity(String unit) {
    this.unit = unit;
  }

  public String unit() {
    return unit;
  }

  /// The score of a call.
  ///
  /// @param amount what one call works on; for times the number of iterations
  double score(double amount, double seconds) {
    return this == SECONDS ? seconds / amount : amount / seconds;
  }
}
