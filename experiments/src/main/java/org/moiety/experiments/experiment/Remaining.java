package org.moiety.experiments.experiment;

/// What is left of a run, by the pieces' weights and by how long those took that are done.
final class Remaining {
  /// Seconds that the weights alone are believed for.
  private static final double PRIOR = 10;

  private final double total;
  private double finishedWeight;
  private double finishedSeconds;

  /// @param total weight of all pieces
  Remaining(double total) {
    this.total = total;
  }

  /// @param seconds that it took, now or when it was run before
  void finished(Piece piece, double seconds) {
    finishedWeight += piece.weight();
    finishedSeconds += seconds;
  }

  double done() {
    return finishedWeight / total;
  }

  /// @param share of the running piece that is done
  double done(Piece piece, double share) {
    return (finishedWeight + share * piece.weight()) / total;
  }

  /// @param share of the running piece that is done
  /// @param spent seconds on it so far
  double seconds(Piece piece, double share, double spent) {
    double weight = finishedWeight + share * piece.weight();
    return (PRIOR + finishedSeconds + spent) / (PRIOR + weight) * (total - weight);
  }
}
