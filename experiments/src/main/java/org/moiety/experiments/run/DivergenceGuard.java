package org.moiety.experiments.run;

import org.moiety.engine.fixed.Precision;
import org.moiety.layers.train.TrainingListener;

/// Ends a training run whose numbers went out of range, and one that was interrupted.
///
/// Where values are encoded, a loss above twice the largest value says that logits have wrapped around.
public final class DivergenceGuard implements TrainingListener {
  private final double limit;
  private final TrainingListener next;

  public DivergenceGuard(Encoding encoding, Precision precision, TrainingListener next) {
    limit = encoding == Encoding.NATIVE ? Double.MAX_VALUE : StrictMath.pow(2, precision.integerBits() + 1.0);
    this.next = next;
  }

  @Override
  public void iteration(Iteration report) {
    if (!(report.loss() <= limit)) {
      throw new UsageException("training diverged in epoch " + report.epoch() + ", iteration " + report.iteration()
          + " (" + (Double.isFinite(report.loss()) ? "values left their range" : "the loss is not a number")
          + "): try a lower --learning-rate");
    }
    requireRunning();
    next.iteration(report);
  }

  @Override
  public void epoch(Epoch report) {
    next.epoch(report);
  }

  @Override
  public void testing(int done, int of) {
    requireRunning();
    next.testing(done, of);
  }

  private static void requireRunning() {
    if (Thread.currentThread().isInterrupted()) {
      throw new UsageException("interrupted");
    }
  }
}
