package org.moiety.experiments.experiment;

import java.util.HashMap;
import java.util.Map;

/// Results of all pieces, by id.
public final class Results {
  private final Map<String, PieceResult> byId = new HashMap<>();

  public void put(Piece piece, PieceResult result) {
    byId.put(piece.id(), result);
  }

  /// @throws IllegalStateException if the piece was not run
  public PieceResult of(Piece piece) {
    PieceResult result = byId.get(piece.id());
    if (result == null) {
      throw new IllegalStateException("piece '" + piece.id() + "' has no result");
    }
    return result;
  }
}
