package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FrameQueueTest {
  private static final long LONG = Long.MAX_VALUE;

  private static Frame frame(int words) {
    return new Frame(new long[words]);
  }

  @Test
  void frameThatIsHeldCountsUntilItIsReleased() {
    FrameQueue queue = new FrameQueue(80);
    queue.put(frame(10));
    Frame held = queue.pollHeld(LONG);
    Waiting sender = Waiting.start(() -> queue.put(frame(1))).blocked();
    queue.release(held);
    sender.succeeds();
    assertThat(queue.take().bytes()).isEqualTo(8);
  }

  @Test
  void roomIsKeptForTheFrameThatComes() {
    FrameQueue queue = new FrameQueue(80);
    queue.reserve(80);
    assertThat(queue.isEmpty()).isTrue();
    Waiting other = Waiting.start(() -> queue.put(frame(1))).blocked();
    queue.putReserved(frame(10));
    assertThat(queue.take().bytes()).isEqualTo(80);
    other.succeeds();
  }

  @Test
  void frameAboveTheCapacityIsAlone() {
    FrameQueue queue = new FrameQueue(80);
    queue.put(frame(100));
    Waiting small = Waiting.start(() -> queue.put(frame(1))).blocked();
    queue.take();
    small.succeeds();
    Waiting large = Waiting.start(() -> queue.put(frame(100))).blocked();
    queue.take();
    large.succeeds();
  }

  @Test
  void closingEndsWhoWaitsForRoom() throws InterruptedException {
    FrameQueue queue = new FrameQueue(80);
    queue.reserve(80);
    Waiting sender = Waiting.start(() -> queue.reserve(1)).blocked();
    queue.close("over");
    sender.fails("over");
    Waiting.start(() -> queue.putReserved(frame(10))).fails("over");
  }
}
