package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Splitting work: everything is done once, whoever does it.
final class WorkersTest {
  private static void assertEachOnce(Workers workers, int length, int piece) {
    AtomicIntegerArray done = new AtomicIntegerArray(length);
    workers.pieces(length, piece, (from, to) -> {
      assertThat(to - from).isBetween(1, piece);
      for (int i = from; i < to; i++) {
        done.incrementAndGet(i);
      }
    });
    for (int i = 0; i < length; i++) {
      assertThat(done.get(i)).isEqualTo(1);
    }
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void piecesCoverAllOnce(@ForAll @IntRange(min = 1, max = 4) int threads, @ForAll @IntRange(max = 500) int length,
      @ForAll @IntRange(min = 1, max = 40) int piece) {
    try (Workers workers = new Workers(threads)) {
      assertEachOnce(workers, length, piece);
    }
  }

  @Example
  void whoFindsNoIdleProcessorDoesAllAlone() {
    List<Workers> roles = Workers.shared(2, 1);
    CountDownLatch release = new CountDownLatch(1);
    try (Workers workers = roles.getFirst()) {
      Thread busy = Thread.ofPlatform().start(() -> workers.range(32, 16, (from, to) -> await(release)));
      while (busy.getState() != Thread.State.WAITING) {
        Thread.onSpinWait(); // until both processors are taken
      }
      assertEachOnce(workers, 100, 1);
      release.countDown();
      join(busy);
      assertEachOnce(workers, 100, 1);
    }
  }

  @Example
  void aFailureIsPassedOnAndProcessorsAreGivenBack() {
    try (Workers workers = new Workers(3)) {
      for (int round = 0; round < 20; round++) {
        assertThatExceptionOfType(IllegalStateException.class)
            .isThrownBy(() -> workers.pieces(100, 1, (from, to) -> {
              throw new IllegalStateException("piece " + from);
            }));
      }
      CountDownLatch all = new CountDownLatch(3);
      workers.range(48, 16, (from, to) -> { // would wait for ever if a processor were lost
        all.countDown();
        await(all);
      });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
