package org.moiety.engine.material;

import org.eclipse.collections.impl.map.mutable.primitive.ObjectIntHashMap;
import org.moiety.engine.random.Address;

/// Hands out the addresses of a session's randomness in program order. Every role counts alike, and so does a public program that replays the masks of a
/// private one.
public final class Addresses {
  /// The owner's masks of single inputs.
  public static final String INPUT = "input";
  /// Masks of secrets that are opened for a product.
  public static final String MASK = "mask";
  /// Party 0's shares of masks that come from another session.
  public static final String HANDED = "handed over";
  /// Masks of values that are truncated.
  public static final String TRUNCATION_MASK = "truncation mask";
  /// Party 0's shares of the truncated masks.
  public static final String TRUNCATION_QUOTIENT = "truncation quotient";
  /// Party 0's shares of what completes products that are not truncated.
  public static final String PRODUCT = "product";
  /// Shares of the coins of MAC checks, and what they are authenticated by.
  public static final String COIN = "coin";
  /// The receiver's masks of sums that a check needs of what one party alone received.
  public static final String SUM_MASK = "sum mask";
  /// Party 0's shares of MACs.
  public static final String MAC = "mac";

  private final ObjectIntHashMap<String> next = new ObjectIntHashMap<>();
  private long iteration;

  /// @throws IllegalArgumentException if the iteration is not a later one: an address is used once
  public void begin(long newIteration) {
    if (newIteration <= iteration) {
      throw new IllegalArgumentException("iteration=" + newIteration + ", expected above " + iteration);
    }
    iteration = newIteration;
    next.clear();
  }

  /// The next address of a purpose.
  public Address next(String purpose) {
    int operation = next.getIfAbsent(purpose, 0);
    next.put(purpose, operation + 1);
    return new Address(purpose, iteration, operation);
  }

  /// The address of a party's share of the MAC key.
  public static Address macKey() {
    return new Address("mac key", 0, 0);
  }

  /// The address of the mask of a row of inputs: the same whenever it is asked for.
  public static Address input(int table, int row) {
    return new Address("table " + table, row, 0);
  }
}
