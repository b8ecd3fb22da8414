package org.moiety.experiments.run;

/// How a program's tensors are held.
public enum Encoding {
  /// 32-bit floats.
  NATIVE,
  /// Field elements in the clear.
  PUBLIC,
  /// Secret shares of two parties.
  PRIVATE
}
