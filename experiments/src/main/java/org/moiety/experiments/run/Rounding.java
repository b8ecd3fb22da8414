package org.moiety.experiments.run;

/// How a public computation rounds.
public enum Rounding {
  /// Down.
  FLOOR,
  /// As the private run with the same seed does, which rounds by its truncation masks.
  REPLAY
}
