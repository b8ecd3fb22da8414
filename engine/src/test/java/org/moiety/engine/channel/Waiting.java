package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// Something that a role does and that may wait: its thread, and what it threw.
record Waiting(Thread thread, CompletableFuture<Void> done) {
  static Waiting start(Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread = Thread.ofPlatform().daemon().start(() -> {
      try {
        action.run();
        done.complete(null);
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    return new Waiting(thread, done);
  }

  /// Returns once the thread waits inside the channel.
  Waiting blocked() {
    while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(done).isNotDone();
      Thread.onSpinWait();
    }
    return this;
  }

  void fails(String message) throws InterruptedException {
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    done.exceptionally(e -> {
      thrown.set(e);
      return null;
    });
    assertThat(thrown.get()).isInstanceOf(TransportException.class).hasMessageContaining(message);
  }

  void succeeds() {
    done.join();
  }
}
