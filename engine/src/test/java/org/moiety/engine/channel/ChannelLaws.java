package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every channel does.
@Timeout(60)
interface ChannelLaws {
  int MIB_WORDS = 1 << 17;

  /// The two ends of a connection; what waits for the receiver is bounded by `capacityBytes` and what lies in the network.
  InMemoryChannel.Pair pair(long capacityBytes);

  private static Frame numbered(long number) {
    return new Frame(new long[]{number});
  }

  @Test
  default void framesArriveInOrderInBothDirections() {
    InMemoryChannel.Pair pair = pair(1 << 20);
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
  default void framesOfAllShapesArriveAsTheyWere() {
    InMemoryChannel.Pair pair = pair(1 << 20);
    List<long[][]> sent = new ArrayList<>();
    for (int planes = 0; planes <= 3; planes++) {
      for (int length : new int[]{0, 1, 7, 4096, 32_767, 100_003}) {
        long[][] words = new long[planes][];
        for (int plane = 0; plane < planes; plane++) {
          words[plane] = new long[length + plane];
          for (int i = 0; i < length; i++) {
            words[plane][i] = 0x9E3779B97F4A7C15L * (i + 1) + plane;
          }
        }
        sent.add(words);
      }
    }
    Waiting sender = Waiting.start(() -> sent.forEach(words -> pair.left().send(new Frame(words))));
    for (long[][] words : sent) {
      assertThat(pair.right().receive().planes()).isDeepEqualTo(words);
    }
    sender.succeeds();
  }

  @Test
  default void bothMaySendMuchBeforeEitherReceives() {
    InMemoryChannel.Pair pair = pair(64L << 20);
    Channel[] ends = {pair.left(), pair.right()};
    List<Waiting> roles = new ArrayList<>();
    for (Channel end : ends) {
      roles.add(Waiting.start(() -> {
        for (long i = 0; i < 48; i++) {
          long[] words = new long[MIB_WORDS];
          words[MIB_WORDS - 1] = i;
          end.send(new Frame(words));
        }
        for (long i = 0; i < 48; i++) {
          assertThat(end.receive().planes()[0][MIB_WORDS - 1]).isEqualTo(i);
        }
      }));
    }
    roles.forEach(Waiting::succeeds);
  }

  @Test
  default void senderIsHeldBack() {
    long capacityBytes = 4L << 20;
    InMemoryChannel.Pair pair = pair(capacityBytes);
    AtomicLong sent = new AtomicLong();
    Waiting sender = Waiting.start(() -> {
      for (int i = 0; i < 256; i++) {
        pair.left().send(new Frame(new long[MIB_WORDS]));
        sent.incrementAndGet();
      }
    });
    pair.right().receive();
    sender.blocked();
    assertThat(sent.get() << 20).isLessThan(2 * capacityBytes + (64L << 20)); // and what the system's sockets hold
    for (int i = 1; i < 256; i++) {
      pair.right().receive();
    }
    sender.succeeds();
  }

  @Test
  default void senderLearnsOnceThatItsFrameWasRead() throws InterruptedException {
    InMemoryChannel.Pair pair = pair(1 << 20);
    CountDownLatch read = new CountDownLatch(1);
    AtomicLong times = new AtomicLong();
    pair.left().send(new Frame(() -> {
      times.incrementAndGet();
      read.countDown();
    }, new long[5]));
    pair.right().receive().read().run();
    read.await();
    assertThat(times).hasValue(1);
  }

  @Test
  default void receiverWaitsForAFrame() {
    InMemoryChannel.Pair pair = pair(80);
    Waiting receiver = Waiting.start(() -> pair.right().receive()).blocked();
    pair.left().send(numbered(1));
    receiver.succeeds();
  }

  @Test
  default void closingEitherEndWakesWhoWaitsOnBoth() throws InterruptedException {
    for (boolean left : new boolean[]{true, false}) {
      InMemoryChannel.Pair pair = pair(8);
      List<Waiting> waiting = new ArrayList<>();
      for (Channel end : new Channel[]{pair.left(), pair.right()}) {
        waiting.add(Waiting.start(() -> {
          while (true) {
            end.send(new Frame(new long[MIB_WORDS]));
          }
        }).blocked());
      }
      (left ? pair.left() : pair.right()).close();
      for (Waiting one : waiting) {
        one.fails("");
      }
      InMemoryChannel.Pair idle = pair(8);
      Waiting receiver = Waiting.start(() -> idle.left().receive()).blocked();
      Waiting peerReceiver = Waiting.start(() -> idle.right().receive()).blocked();
      (left ? idle.left() : idle.right()).close();
      receiver.fails("close");
      peerReceiver.fails("close");
    }
  }

  @Test
  default void nothingIsSentOrReceivedAfterClosing() {
    InMemoryChannel.Pair pair = pair(80);
    pair.left().close();
    pair.left().close();
    for (Channel end : new Channel[]{pair.left(), pair.right()}) {
      assertThatExceptionOfType(TransportException.class).isThrownBy(end::receive);
      assertThatExceptionOfType(TransportException.class).isThrownBy(() -> end.send(numbered(1)));
    }
  }

  @Test
  default void interruptionEndsWaitingAndIsPassedOn() throws InterruptedException {
    InMemoryChannel.Pair pair = pair(80);
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
}
