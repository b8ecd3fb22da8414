package org.moiety.experiments.report;

import java.io.PrintStream;
import java.util.Locale;
import org.moiety.experiments.benchmark.BenchmarkCase;
import org.moiety.experiments.experiment.ExperimentRun;
import org.moiety.experiments.session.AheadRun;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.train.TrainingListener;

/// Shows how far long work is: a line that moves on a terminal, a line now and then elsewhere.
public final class Progress implements DataSource.Progress {
  private static final long BAR_NANOS = 100_000_000;
  private static final long LINE_NANOS = 5_000_000_000L;
  private static final int BAR_COLUMNS = 12;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream err;
  private final boolean bar;
  private long shown = System.nanoTime();
  private boolean barShown;

  /// @param bar draw a bar that moves; else print lines
  public Progress(PrintStream err, boolean bar) {
    this.err = err;
    this.bar = bar;
  }

  /// Of a training run.
  public TrainingListener training(int epochs, int trainExamples, int testExamples) {
    return new TrainingProgress(this, epochs, trainExamples, testExamples);
  }

  /// Of work on a number of examples.
  public TrainingListener testing() {
    return new TrainingListener() {
      @Override
      public void testing(int done, int of) {
        Progress.this.testing(done, of);
        if (done == of) {
          erase();
        }
      }
    };
  }

  @Override
  public void report(String what, long doneBytes, long totalBytes) {
    if (isDue() || doneBytes == totalBytes) {
      show(String.format(Locale.ROOT, "downloading %s: %.1f of %.1f MB", what, doneBytes * 1e-6, totalBytes * 1e-6));
    }
  }

  /// Of preprocessing that is written.
  public AheadRun.Listener bytesWritten() {
    return (bytes, of) -> {
      if (bytes == of) {
        erase();
      } else if (isDue()) {
        show(String.format(Locale.ROOT, "written %.2f of %.2f GB", bytes * 1e-9, of * 1e-9));
      }
    };
  }

  /// That a benchmark runs now.
  ///
  /// @param number from 1
  public void benchmark(int number, int of, BenchmarkCase what) {
    if (bar || isDue()) {
      show(
          String.format(Locale.ROOT, "benchmark %d of %d  %s %s", number, of, what.name(), BenchmarkTable.setting(what))
              .stripTrailing());
    }
  }

  /// Of an experiment's pieces.
  public ExperimentRun.Listener pieces() {
    return (title, number, of, done, secondsLeft) -> {
      if (isDue() || (bar && !barShown)) {
        show(String.format(Locale.ROOT, "%s  run %d of %d  %s, %d:%02d left", share(done), number, of, title,
            (int) secondsLeft / 60, (int) secondsLeft % 60));
      }
    };
  }

  void testing(int done, int of) {
    if (isDue()) {
      show(String.format(Locale.ROOT, "testing    %s", share(done / (double) of)));
    }
  }

  /// Removes the bar, so that other text can follow.
  public void erase() {
    if (barShown) {
      err.print(ERASE_LINE);
      err.flush();
      barShown = false;
    }
  }

  /// Shows a state, in place of the one before where that is possible.
  void show(String text) {
    if (bar) {
      err.print(ERASE_LINE + text);
      err.flush();
      barShown = true;
    } else {
      err.println(text);
    }
    shown = System.nanoTime();
  }

  /// Prints a line that stays.
  void line(String text) {
    erase();
    err.println(text);
    shown = System.nanoTime();
  }

  /// Whether it is time to show something again.
  boolean isDue() {
    return System.nanoTime() - shown >= (bar ? BAR_NANOS : LINE_NANOS);
  }

  /// How much is done, as a bar and a number.
  String share(double done) {
    return String.format(Locale.ROOT, "%s%3.0f%%", bar ? bar(done) + " " : "", 100 * done);
  }

  private static String bar(double share) {
    int full = (int) Math.round(share * BAR_COLUMNS);
    return "[" + "#".repeat(full) + ".".repeat(BAR_COLUMNS - full) + "]";
  }
}
