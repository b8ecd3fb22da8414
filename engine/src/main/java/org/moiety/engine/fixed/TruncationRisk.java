package org.moiety.engine.fixed;

/// What may go wrong in the truncations of a program, added up while it runs. For one thread.
public final class TruncationRisk {
  private double failureBound;
  private double largest;

  /// So many values are truncated.
  public void add(int values, Truncation t) {
    failureBound += values * t.failureBound();
    largest = Math.max(largest, t.failureBound());
  }

  /// So much may go wrong elsewhere in the same program.
  public void add(TruncationRisk other) {
    failureBound += other.failureBound;
    largest = Math.max(largest, other.largest);
  }

  /// Bound on the probability that any value was ruined: the sum of their bounds, whether or not they are independent.
  public double failureBound() {
    return failureBound;
  }

  /// Bits that the modulus is above twice the largest bound on a truncated value; infinite before the first truncation.
  public double headroomBits() {
    return -StrictMath.log(largest) / StrictMath.log(2);
  }
}
