package org.moiety.engine.profile;

/// What a role does with its time.
public enum Activity {
  /// Matrix products, convolutions and their gradients, without their packing.
  PRODUCT("product"),
  /// Sums, element-wise products, truncations and checks: one pass over arrays.
  ELEMENT_WISE("elementWise"),
  /// Uniform elements from a seed.
  GENERATOR("generator"),
  /// Moving entries to where a kernel wants them: panels of matrices (im2col included) and their conversion, index plans (col2im, sums over windows).
  PACKING("packing"),
  /// Waiting for a message of the other party; at a sender, for room in the channel.
  PEER("waitingForPeer"),
  /// Waiting for the dealer's material.
  DEALER("waitingForDealer"),
  /// What no other activity claims: making arrays and index plans, copying rows, encoding, the loss.
  OTHER("other");

  private final String field;

  Activity(String field) {
    this.field = field;
  }

  /// Name of its time in a [WorkEvent].
  public String field() {
    return field;
  }
}
