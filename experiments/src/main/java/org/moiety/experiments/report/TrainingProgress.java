package org.moiety.experiments.report;

import java.util.Locale;
import org.moiety.layers.train.TrainingListener;

/// Rate, loss, accuracy and time left of a training run.
final class TrainingProgress implements TrainingListener {
  /// What testing an example costs, as a share of training on it.
  private static final double TEST_COST = 1.0 / 3;
  private static final double SMOOTHING = 0.1;

  private final Progress progress;
  private final int epochs;
  private final double trainExamples;
  private final double testExamples;
  private final long started = System.nanoTime();
  private double trained;
  private double loss = Double.NaN;
  private double accuracy = Double.NaN;

  TrainingProgress(Progress progress, int epochs, int trainExamples, int testExamples) {
    this.progress = progress;
    this.epochs = epochs;
    this.trainExamples = trainExamples;
    this.testExamples = testExamples;
  }

  @Override
  public void iteration(Iteration report) {
    loss = smooth(loss, report.loss());
    accuracy = smooth(accuracy, report.accuracy());
    trained += report.examples();
    if (progress.isDue()) {
      double tested = (report.epoch() - 1) * testExamples;
      progress.show(String.format(Locale.ROOT, "epoch %d/%d  %s  %,.0f images/s  loss %.3f  acc %.1f%%  %s left",
          report.epoch(), epochs, progress.share(report.iteration() / (double) report.iterations()),
          (trained + TEST_COST * tested) / seconds(), loss, 100 * accuracy, clock(secondsLeft(tested))));
    }
  }

  @Override
  public void testing(int done, int of) {
    progress.testing(done, of);
  }

  @Override
  public void epoch(Epoch report) {
    String test = Double.isNaN(report.testAccuracy())
        ? ""
        : String.format(Locale.ROOT, ", test accuracy %.2f%%", 100 * report.testAccuracy());
    progress.line(String.format(Locale.ROOT, "epoch %d/%d  loss %.4f, accuracy %.2f%%%s, after %s", report.epoch(),
        epochs, report.trainLoss(), 100 * report.trainAccuracy(), test, clock(seconds())));
  }

  private double seconds() {
    return (System.nanoTime() - started) * 1e-9;
  }

  private double secondsLeft(double tested) {
    double spent = trained + TEST_COST * tested;
    double all = epochs * (trainExamples + TEST_COST * testExamples);
    return seconds() * (all - spent) / spent;
  }

  private static double smooth(double old, double next) {
    return Double.isNaN(old) ? next : old + SMOOTHING * (next - old);
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
