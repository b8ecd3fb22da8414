package org.moiety.engine.online;

/// How a value is brought back to scale.
public enum TruncationMethod {
  /// Opens the value under a uniform mask: the result is the floor, or one unit more with the probability of the fraction cut off.
  MASKED,
  /// SV18's code: each party divides its own share. No opening; within one unit of the floor; for semi-honest parties only.
  LOCAL
}
