package org.moiety.experiments.experiment;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an experiment that runs by itself and whose result is kept, so that an experiment that was stopped goes on where it was. Experiments
/// share pieces: what has one id is run once.
public sealed interface Piece permits CommandPiece, DataPiece {
  /// Letters, digits and hyphens: names the file of the result.
  String id();

  /// For progress.
  String title();

  /// Seconds that it takes on a machine with two processors, roughly: for the time that is left.
  double weight();

  /// All that the result depends on: a result kept for another key is not used.
  List<String> key();

  /// A file or folder that it leaves for later pieces; null for none. Where that is gone, the piece is run again.
  @Nullable
  Path output();
}
