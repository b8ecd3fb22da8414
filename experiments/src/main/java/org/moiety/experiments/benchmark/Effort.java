package org.moiety.experiments.benchmark;

import java.time.Duration;

/// How long a benchmark is measured. Each fork is a JVM of its own.
///
/// @param warmUps iterations that are not counted, while the compiler works
record Effort(int forks, int warmUps, Duration warmUp, int iterations, Duration iteration) {
  /// About two and a half seconds.
  private static final Effort QUICK = new Effort(1, 3, Duration.ofMillis(200), 5, Duration.ofMillis(100));
  /// About twelve seconds.
  private static final Effort FULL = new Effort(2, 5, Duration.ofMillis(500), 10, Duration.ofMillis(200));
  /// About five seconds: a glance, not all is compiled by then.
  private static final Effort QUICK_STEPS = new Effort(1, 1, Duration.ofMillis(1500), 3, Duration.ofMillis(400));
  /// About twenty seconds.
  private static final Effort FULL_STEPS = new Effort(1, 5, Duration.ofSeconds(2), 8, Duration.ofSeconds(1));

  static Effort of(BenchmarkCase each, boolean quick) {
    if (each.work() != null) {
      return quick ? QUICK_STEPS : FULL_STEPS;
    }
    return quick ? QUICK : FULL;
  }
}
