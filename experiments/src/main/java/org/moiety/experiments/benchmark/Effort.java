package org.moiety.experiments.benchmark;

import java.time.Duration;

/// How long a benchmark is measured. Each fork is a JVM of its own.
///
/// @param warmUps iterations that are not counted, while the compiler works
public record Effort(int forks, int warmUps, Duration warmUp, int iterations, Duration iteration) {
  /// About three seconds a benchmark.
  public static final Effort QUICK = new Effort(1, 3, Duration.ofMillis(250), 5, Duration.ofMillis(100));

  /// About twelve seconds a benchmark.
  public static final Effort FULL = new Effort(2, 5, Duration.ofMillis(500), 10, Duration.ofMillis(200));
}
