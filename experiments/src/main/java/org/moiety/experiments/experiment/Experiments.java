package org.moiety.experiments.experiment;

import java.util.List;

/// All experiments, in the order of the report.
public final class Experiments {
  /// Stands for all of them.
  public static final String ALL = "all";

  /// The one that takes a network of the user's own.
  public static final String COMMUNICATION = "communication";

  /// Examples that it needs.
  public static final int COMMUNICATION_EXAMPLES = LinkedTraining.BATCH;

  private static final List<Experiment> EXPERIMENTS = List.of(new ReluExperiment(), new FieldExperiment(),
      new SharesExperiment(), new CommunicationExperiment(), new TransferExperiment(), new PrecisionExperiment(),
      new SettingsExperiment());

  private Experiments() {}

  public static List<String> names() {
    return EXPERIMENTS.stream().map(Experiment::name).toList();
  }

  /// The experiment of a name, or all; none where there is no such name.
  public static List<Experiment> named(String name) {
    return name.equals(ALL)
        ? EXPERIMENTS
        : EXPERIMENTS.stream().filter(experiment -> experiment.name().equals(name)).toList();
  }

  /// The commands among the pieces, as a user types them.
  static List<String> commands(List<Piece> pieces) {
    return pieces.stream().filter(CommandPiece.class::isInstance).map(piece -> ((CommandPiece) piece).command())
        .toList();
  }
}
