package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class PacedChannelTest {
  private static final long MILLI = 1_000_000;
  /// 8 bytes take 1 ms, each way takes 10.
  private static final Link LINK = new Link(64_000, Duration.ofMillis(20));
  private static final Link ENDLESS = new Link(64_000, Duration.ofMinutes(1));

  /// Passes while somebody waits, and begins shortly before it wraps.
  private static final class TestClock implements PacedChannel.Clock {
    private static final long BEGIN = Long.MAX_VALUE - MILLI / 2;
    private long now = BEGIN;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void await(Condition changed, long nanos) {
      now += nanos;
    }

    void pass(long nanos) {
      now += nanos;
    }

    long passed() {
      return now - BEGIN;
    }
  }

  private final TestClock clock = new TestClock();

  private InMemoryChannel.Pair paced(Link link) {
    return PacedChannel.pair(InMemoryChannel.pair(1 << 20), link, clock);
  }

  private static Frame numbered(int words, long number) {
    Frame frame = new Frame(new long[words]);
    frame.planes()[0][0] = number;
    return frame;
  }

  @Test
  void messageArrivesAfterItsTransmissionAndHalfARoundTrip() {
    InMemoryChannel.Pair pair = paced(LINK);
    pair.left().send(numbered(3, 1));
    assertThat(clock.passed()).isZero();
    pair.right().receive();
    assertThat(clock.passed()).isEqualTo((3 + 10) * MILLI);
  }

  @Test
  void messagesLeaveOneAfterTheOther() {
    InMemoryChannel.Pair pair = paced(LINK);
    for (int i = 1; i <= 3; i++) {
      pair.left().send(numbered(2, i));
    }
    for (int i = 1; i <= 3; i++) {
      assertThat(pair.right().receive().planes()[0][0]).isEqualTo(i);
      assertThat(clock.passed()).isEqualTo((2 * i + 10) * MILLI);
    }
  }

  @Test
  void idleLinkDoesNotSaveUp() {
    InMemoryChannel.Pair pair = paced(LINK);
    pair.left().send(numbered(1, 1));
    clock.pass(100 * MILLI);
    pair.left().send(numbered(1, 2));
    pair.right().receive();
    assertThat(clock.passed()).isEqualTo(100 * MILLI);
    pair.right().receive();
    assertThat(clock.passed()).isEqualTo(111 * MILLI);
  }

  @Test
  void directionsDoNotDelayEachOther() {
    InMemoryChannel.Pair pair = paced(LINK);
    pair.left().send(numbered(50, 1));
    pair.right().send(numbered(1, 2));
    pair.left().receive();
    assertThat(clock.passed()).isEqualTo(11 * MILLI);
    pair.right().receive();
    assertThat(clock.passed()).isEqualTo(60 * MILLI);
  }

  @Test
  void answerTakesARoundTrip() {
    InMemoryChannel.Pair pair = paced(new Link(Link.MAX_BITS_PER_SECOND, Duration.ofMillis(20)));
    pair.left().send(new Frame(new long[0]));
    pair.right().receive();
    pair.right().send(new Frame(new long[0]));
    pair.left().receive();
    assertThat(clock.passed()).isEqualTo(20 * MILLI);
  }

  /// A receiver in a thread of its own, on the system's clock, that has a minute to wait.
  private static final class Receiver {
    private final InMemoryChannel.Pair pair = PacedChannel.pair(InMemoryChannel.pair(1 << 20), ENDLESS);
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
    private final Thread thread;

    Receiver() {
      pair.left().send(numbered(1, 1));
      thread = Thread.ofPlatform().daemon().start(() -> {
        try {
          pair.right().receive();
          failure.cancel(false);
        } catch (TransportException e) {
          interrupted.complete(Thread.currentThread().isInterrupted());
          failure.complete(e);
        }
      });
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingEitherEndWakesWhoWaitsForAnArrival(boolean left) {
    Receiver receiver = new Receiver();
    (left ? receiver.pair.left() : receiver.pair.right()).close();
    assertThat(receiver.failure.join()).hasMessageContaining("closed");
    assertThat(receiver.interrupted.join()).isFalse();
    for (Channel end : new Channel[]{receiver.pair.left(), receiver.pair.right()}) {
      assertThatExceptionOfType(TransportException.class).isThrownBy(() -> end.send(numbered(1, 1)));
      assertThatExceptionOfType(TransportException.class).isThrownBy(end::receive);
    }
  }

  @Test
  void closingWakesWhoWaitsForAMessage() {
    InMemoryChannel.Pair pair = paced(LINK);
    CompletableFuture<Frame> received = CompletableFuture.supplyAsync(pair.right()::receive);
    pair.left().close();
    assertThat(received).failsWithin(Duration.ofSeconds(10)).withThrowableThat()
        .withCauseInstanceOf(TransportException.class);
  }

  @Test
  void interruptionEndsWaitingAndIsPassedOn() {
    Receiver receiver = new Receiver();
    receiver.thread.interrupt();
    assertThat(receiver.failure.join()).hasMessageContaining("interrupted");
    assertThat(receiver.interrupted.join()).isTrue();
  }

  @Test
  void linkHasARateAndARoundTrip() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Link(0, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new Link(Link.MAX_BITS_PER_SECOND + 1, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new Link(1, Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> new Link(1, Link.MAX_ROUND_TRIP.plusNanos(1)));
    assertThat(new Link(3, Duration.ZERO).transmissionNanos(1)).isEqualTo(2_666_666_667L);
    assertThat(new Link(1, Duration.ofNanos(3)).delayNanos()).isOne();
  }
}
