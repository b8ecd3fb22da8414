package org.moiety.experiments.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends a command cleanly on Ctrl-C: its thread is interrupted and has a second to remove what it has half written.
final class Interruption {
  private static final long GRACE_MILLIS = 1000;

  private final Thread worker;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean ending;

  private Interruption(Thread worker) {
    this.worker = worker;
  }

  /// For the calling thread, until [#done].
  static Interruption install() {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "moiety-end"));
    return interruption;
  }

  private void end() {
    if (done.getCount() == 0) {
      return;
    }
    ending = true;
    worker.interrupt();
    try {
      boolean _ = done.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the JVM has been told to end; errors are then of no interest.
  boolean isEnding() {
    return ending;
  }

  /// The command is over.
  void done() {
    done.countDown();
  }
}
