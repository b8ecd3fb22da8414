package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class InMemoryChannelTest {
  private static Frame frame(int words) {
    return new Frame(new long[words]);
  }

  private static Frame numbered(long number) {
    return new Frame(new long[]{number});
  }

  /// Something that a role does and that may wait: its thread, and what it threw.
  private record Waiting(Thread thread, CompletableFuture<Void> done) {
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
      while (thread.getState() != Thread.State.WAITING) {
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

  @Test
  void framesArriveInOrderInBothDirections() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 20);
    for (long i = 0; i < 100; i++) {
      pair.left().send(numbered(i));
      pair.right().send(numbered(-i));
    }
    for (long i = 0; i < 100; i++) {
      assertThat(pair.right().receive().planes()[0]).containsExactly(i);
      assertThat(pair.left().receive().planes()[0]).containsExactly(-i);
    }
  }

  @Test
  void senderWaitsWhileTheReceiverIsTooFarBehind() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(80);
    pair.left().send(frame(6));
    pair.left().send(frame(4)); // 80 bytes: full
    Waiting third = Waiting.start(() -> pair.left().send(frame(1))).blocked();
    pair.right().receive();
    third.succeeds();
    pair.right().send(frame(9)); // the other direction has its own capacity
    assertThat(pair.right().receive().bytes()).isEqualTo(32);
    assertThat(pair.right().receive().bytes()).isEqualTo(8);
  }

  @Test
  void frameAboveTheCapacityPassesAlone() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(8);
    pair.left().send(frame(100));
    Waiting second = Waiting.start(() -> pair.left().send(frame(100))).blocked();
    assertThat(pair.right().receive().bytes()).isEqualTo(800);
    second.succeeds();
  }

  @Test
  void receiverWaitsForAFrame() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(80);
    Waiting receiver = Waiting.start(() -> pair.right().receive()).blocked();
    pair.left().send(frame(1));
    receiver.succeeds();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingEitherEndWakesWhoWaitsOnBoth(boolean left) throws InterruptedException {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(8);
    pair.left().send(frame(1));
    Waiting sender = Waiting.start(() -> pair.left().send(frame(1))).blocked();
    Waiting receiver = Waiting.start(() -> pair.left().receive()).blocked();
    (left ? pair.left() : pair.right()).close();
    sender.fails("closed");
    receiver.fails("closed");

    InMemoryChannel.Pair other = InMemoryChannel.pair(8);
    other.right().send(frame(1));
    Waiting peerSender = Waiting.start(() -> other.right().send(frame(1))).blocked();
    Waiting peerReceiver = Waiting.start(() -> other.right().receive()).blocked();
    (left ? other.left() : other.right()).close();
    peerSender.fails("closed");
    peerReceiver.fails("closed");
  }

  @Test
  void nothingIsSentOrReceivedAfterClosing() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(80);
    pair.left().close();
    pair.left().close();
    for (Channel end : new Channel[]{pair.left(), pair.right()}) {
      assertThatExceptionOfType(TransportException.class).isThrownBy(() -> end.send(frame(1)));
      assertThatExceptionOfType(TransportException.class).isThrownBy(end::receive);
    }
  }

  @Test
  void interruptionEndsWaitingAndIsPassedOn() throws InterruptedException {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(80);
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    Waiting receiver = Waiting.start(() -> {
      try {
        pair.right().receive();
      } finally {
        stillInterrupted.complete(Thread.currentThread().isInterrupted());
      }
    }).blocked();
    receiver.thread().interrupt();
    receiver.fails("interrupted");
    assertThat(stillInterrupted.join()).isTrue();
  }

  @Test
  void framesPrintTheirSizeOnly() {
    assertThat(new Frame(new long[]{123456789}, new long[]{987654321})).hasToString("Frame[16 bytes]");
  }
}
