package org.moiety.engine.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InMemoryChannelTest implements ChannelLaws {
  @Override
  public InMemoryChannel.Pair pair(long capacityBytes) {
    return InMemoryChannel.pair(capacityBytes);
  }

  private static Frame frame(int words) {
    return new Frame(new long[words]);
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
  void framesWithoutAWordAreBoundedToo() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(8);
    for (int i = 0; i < FrameQueue.MAX_FRAMES; i++) {
      pair.left().send(new Frame());
    }
    Waiting next = Waiting.start(() -> pair.left().send(new Frame())).blocked();
    pair.right().receive();
    next.succeeds();
  }

  @Test
  void framesPrintTheirSizeOnly() {
    assertThat(new Frame(new long[]{123456789}, new long[]{987654321})).hasToString("Frame[16 bytes]");
  }
}
