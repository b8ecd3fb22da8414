package org.moiety.experiments.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs the pieces of experiments that were not run before.
public final class ExperimentRun {
  private final Plan plan;
  private final List<Experiment> experiments;
  private final PieceStore store;

  /// @param restart whether to forget what was run before
  public ExperimentRun(Plan plan, List<Experiment> experiments, String version, boolean restart) {
    this.plan = plan;
    this.experiments = List.copyOf(experiments);
    store = new PieceStore(plan.out().resolve("pieces"), version);
    if (restart) {
      store.clear();
    }
  }

  /// Told of progress, on the caller's thread.
  public interface Listener {
    /// Is told nothing.
    Listener NONE = (title, number, of, done, secondsLeft) -> {
    };

    /// A piece is running.
    ///
    /// @param number of the piece, from 1
    /// @param done share of the whole, 0 to 1
    /// @param secondsLeft for the whole, estimated
    void running(String title, int number, int of, double done, double secondsLeft);
  }

  /// @return what came of each experiment
  public List<Section> run(Listener listener) {
    Results results = runPieces(listener);
    return experiments.stream().map(each -> each.section(plan, results)).toList();
  }

  private Results runPieces(Listener listener) {
    Map<String, Piece> pieces = new LinkedHashMap<>();
    experiments.forEach(each -> each.pieces(plan).forEach(piece -> pieces.putIfAbsent(piece.id(), piece)));
    Results results = new Results();
    Remaining remaining = new Remaining(pieces.values().stream().mapToDouble(Piece::weight).sum());
    int number = 0;
    try (PieceRunner runner = new PieceRunner(plan.quick())) {
      for (Piece piece : pieces.values()) {
        number++;
        int current = number;
        PieceResult kept = store.find(piece);
        if (kept == null) {
          listener.running(piece.title(), current, pieces.size(), remaining.done(), remaining.seconds(piece, 0, 0));
          store.forget(piece);
          long start = System.nanoTime();
          kept = runner.run(piece, share -> listener.running(piece.title(), current, pieces.size(),
              remaining.done(piece, share), remaining.seconds(piece, share, (System.nanoTime() - start) * 1e-9)));
          store.keep(piece, kept);
        }
        results.put(piece, kept);
        remaining.finished(piece, kept.seconds());
      }
    }
    return results;
  }
}
