package org.moiety.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The processors of a session as one role sees them: splits a range over those that are idle. The caller's thread takes the first part, so one processor means
/// no thread at all.
///
/// Roles of one process share the processors, [#shared]: a role that waits for another, [#waiting], lends its processor to whoever splits a range meanwhile.
/// Results of the kernels do not depend on the number of parts: they write disjoint words, and sums are exact or are not split.
public final class Workers implements AutoCloseable {
  /// Work on one part, `from` inclusive to `to` exclusive.
  @FunctionalInterface
  public interface Part {
    void run(int from, int to);
  }

  /// Pieces of [#pieces] that are worth another processor.
  private static final int PIECES = 4;

  private final int count;
  private final ExecutorService pool;
  /// Processors that no role and no part runs on; negative while more roles run than there are processors.
  private final AtomicInteger idle;

  private Workers(int count, ExecutorService pool, AtomicInteger idle) {
    this.count = count;
    this.pool = pool;
    this.idle = idle;
  }

  /// Processors for a single role.
  ///
  /// @throws IllegalArgumentException if `count` is below 1
  public Workers(int count) {
    this(count, 1);
  }

  private Workers(int count, int roles) {
    if (count < 1) {
      throw new IllegalArgumentException("threads=" + count + ", expected at least 1");
    }
    this(count,
        Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().name("moiety-worker-", 1).factory()),
        new AtomicInteger(count - roles));
  }

  /// Processors that `roles` threads share. Closing any of them closes all.
  public static List<Workers> shared(int count, int roles) {
    Workers first = new Workers(count, roles);
    return IntStream.range(0, roles).mapToObj(role -> role == 0 ? first : new Workers(count, first.pool, first.idle))
        .toList();
  }

  public int count() {
    return count;
  }

  /// Runs what waits for another role, and lends this role's processor meanwhile.
  public <T> T waiting(Supplier<T> wait) {
    idle.incrementAndGet();
    try {
      return wait.get();
    } finally {
      idle.decrementAndGet();
    }
  }

  /// Runs `part` over `0 .. length`, in as many parts as processors are idle, at most [#count()], none shorter than `grain` (save a shorter whole);
  /// boundaries are multiples of 16.
  public void range(int length, int grain, Part part) {
    int helpers = borrow(Math.min(count, length / Math.max(1, grain)) - 1);
    if (helpers == 0) {
      part.run(0, length);
      return;
    }
    int step = Math.ceilDiv(Math.ceilDiv(length, helpers + 1), 16) * 16;
    int parts = Math.ceilDiv(length, step);
    idle.addAndGet(helpers + 1 - parts);
    List<Future<?>> pending = new ArrayList<>();
    for (int from = step; from < length; from += step) {
      int start = from;
      pending.add(pool.submit(() -> {
        try {
          part.run(start, Math.min(start + step, length));
        } finally {
          idle.incrementAndGet();
        }
      }));
    }
    try {
      part.run(0, Math.min(step, length));
    } finally {
      await(pending);
    }
  }

  /// Runs `part` over `0 .. length` piece by piece. Processors that are idle take pieces too, so that one that comes late, or is slow, finds less to do.
  ///
  /// @param piece elements a piece; at least [#PIECES] of them for each processor that helps
  public void pieces(int length, int piece, Part part) {
    int all = Math.ceilDiv(length, piece);
    AtomicInteger next = new AtomicInteger();
    Runnable take = () -> {
      for (int i; (i = next.getAndIncrement()) < all;) {
        part.run(i * piece, Math.min(length, (i + 1) * piece));
      }
    };
    List<Helper> helpers = new ArrayList<>();
    for (int i = borrow(Math.min(count, all / PIECES) - 1); i > 0; i--) {
      helpers.add(new Helper(take));
    }
    helpers.forEach(helper -> helper.running = pool.submit(helper));
    try {
      take.run();
    } finally {
      helpers.removeIf(helper -> !helper.hasStarted());
      await(helpers.stream().<Future<?>>map(helper -> helper.running).toList());
    }
  }

  /// Another processor's share of pieces, which it may come too late for.
  private final class Helper implements Runnable {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Runnable take;
    private Future<?> running = CompletableFuture.completedFuture(null);

    Helper(Runnable take) {
      this.take = take;
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) {
        try {
          take.run();
        } finally {
          idle.incrementAndGet();
        }
      }
    }

    /// Whether it has taken up work; if not, it will not any more.
    boolean hasStarted() {
      if (begun.compareAndSet(false, true)) {
        idle.incrementAndGet();
        return false;
      }
      return true;
    }
  }

  /// Takes up to `wanted` idle processors.
  private int borrow(int wanted) {
    while (true) {
      int free = idle.get();
      int taken = Math.min(wanted, free);
      if (taken <= 0) {
        return 0;
      }
      if (idle.compareAndSet(free, free - taken)) {
        return taken;
      }
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
