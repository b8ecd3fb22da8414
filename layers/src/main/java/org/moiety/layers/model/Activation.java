package org.moiety.layers.model;

/// How `relu` layers are computed.
public enum Activation {
  /// Exactly; native and public tensors only.
  RELU,
  /// By a polynomial.
  RELU_APPROX
}
