package org.moiety.engine.online;

/// When a secret is masked and opened for products.
public enum MaskPolicy {
  /// SV18's baseline: a fresh mask for each operand of each product, after im2col.
  FRESH,
  /// SV18's optimised protocol (section 3.4): a mask belongs to a tensor, is used by every later product, and maps along with it.
  REUSE,
  /// Every value is opened once, at birth: the opening of a truncation is the mask for all later products. One product a party.
  FUSED;

  /// Whether masks are kept with the tensor.
  public boolean keepsMasks() {
    return this != FRESH;
  }

  /// Whether polynomials are evaluated as the paper counts them: all powers up to the nominal degree.
  public boolean countsAsPaper() {
    return this != FUSED;
  }
}
