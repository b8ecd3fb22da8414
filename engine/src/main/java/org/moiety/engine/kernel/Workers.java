package org.moiety.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A fixed number of threads that split a range. The caller's thread takes the first part, so one worker means no thread at all.
///
/// Results of the kernels do not depend on the number of workers: parts write disjoint words, and sums are exact or are not split.
public final class Workers implements AutoCloseable {
  /// Work on one part, `from` inclusive to `to` exclusive.
  @FunctionalInterface
  public interface Part {
    void run(int from, int to);
  }

  private final int count;
  private final ExecutorService pool;

  public Workers(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads=" + count + ", expected at least 1");
    }
    this.count = count;
    pool = Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().name("moiety-worker-", 1).factory());
  }

  public int count() {
    return count;
  }

  /// Runs `part` over `0 .. length`, in at most [#count()] parts, none shorter than `grain` (save a shorter whole); boundaries are multiples of 16.
  public void range(int length, int grain, Part part) {
    int parts = Math.max(1, Math.min(count, length / Math.max(1, grain)));
    if (parts == 1) {
      part.run(0, length);
      return;
    }
    int step = Math.ceilDiv(Math.ceilDiv(length, parts), 16) * 16;
    List<Future<?>> pending = new ArrayList<>();
    for (int from = step; from < length; from += step) {
      int start = from;
      pending.add(pool.submit(() -> part.run(start, Math.min(start + step, length))));
    }
    try {
      part.run(0, Math.min(step, length));
    } finally {
      await(pending);
    }
  }

  /// Waits for all parts, for they write the caller's arrays; then passes on an interruption, or the first failure.
  private static void await(List<Future<?>> pending) {
    boolean interrupted = false;
    Throwable failure = null;
    for (Future<?> future : pending) {
      while (true) {
        try {
          future.get();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          failure = failure == null ? e.getCause() : failure;
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (failure) {
      case null -> {
      }
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
