package org.moiety.experiments.run;

import org.moiety.engine.random.Seed;

/// Seeds that follow from a number that a user typed, so that a run can be repeated. They are as secret as the number.
public final class FixedSeeds {
  private FixedSeeds() {}

  /// From which the seeds of a session's roles derive.
  public static Seed session(long number) {
    return Seed.of(number).derive("session");
  }

  /// Of the initial weights.
  public static Seed weights(long number) {
    return Seed.of(number).derive("initial weights");
  }
}
