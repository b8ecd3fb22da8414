package org.moiety.experiments.experiment;

import java.util.List;

/// One of the paper's experiments, or one that the paper leaves out.
public interface Experiment {
  /// As `moiety experiment` takes it.
  String name();

  /// What must be run, in order.
  List<Piece> pieces(Plan plan);

  /// What came of it.
  Section section(Plan plan, Results results);
}
