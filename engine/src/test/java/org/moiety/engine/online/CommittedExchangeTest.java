package org.moiety.engine.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.kernel.Workers;

final class CommittedExchangeTest {
  private static final Field FIELD = Field.moiety(new Workers(1));

  private static CommittedExchange exchange(int party, Channel channel) {
    return new CommittedExchange(party, new Wire(FIELD, channel, new Meter(), Observer.NONE));
  }

  private static byte[] value(int first) {
    byte[] value = new byte[16];
    value[0] = (byte) first;
    return value;
  }

  @Test
  void bothPartiesGetTheOthersValueEveryRound() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 16);
    CommittedExchange zero = exchange(0, pair.left());
    CommittedExchange one = exchange(1, pair.right());
    for (int round = 1; round < 4; round++) {
      int number = round;
      CompletableFuture<byte[]> other = CompletableFuture.supplyAsync(() -> one.exchange("sum", value(10 + number)));
      assertThat(zero.exchange("sum", value(number))).isEqualTo(value(10 + number));
      assertThat(other.join()).isEqualTo(value(number));
    }
  }

  /// Sends back what it gets, and notes what had come when it was asked for something.
  private static final class Mirror implements Channel {
    private final List<long[]> received = new ArrayList<>();
    private final List<Integer> receivedWhenAsked = new ArrayList<>();

    @Override
    public void send(Frame frame) {
      received.add(frame.planes()[0].clone());
    }

    @Override
    public Frame receive() {
      receivedWhenAsked.add(received.size());
      return new Frame(received.get(receivedWhenAsked.size() - 1));
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void copiedCommitmentIsRefused() {
    Mirror mirror = new Mirror();
    assertThatExceptionOfType(CheatingDetectedException.class)
        .isThrownBy(() -> exchange(0, mirror).exchange("sum", value(1)))
        .withMessageContaining("a second time");
    // session name, commitment; nothing was opened
    assertThat(mirror.receivedWhenAsked).containsExactly(1, 2);
  }

  /// Plays party 1 by its own rules against an honest party 0.
  private static void against(Consumer<Channel> cheat) {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 16);
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
      try {
        cheat.accept(pair.right());
      } finally {
        pair.right().close();
      }
    });
    try {
      CommittedExchange honest = exchange(0, pair.left());
      honest.exchange("sum", value(1));
      honest.exchange("sum", value(2));
    } finally {
      pair.left().close();
      other.exceptionally(lost -> null).join();
    }
  }

  @Test
  void commitmentOpenedToAnotherValueIsRefused() {
    assertThatExceptionOfType(CheatingDetectedException.class).isThrownBy(() -> against(channel -> {
      channel.send(new Frame(new long[4]));
      channel.send(new Frame(new long[]{1, 2, 3, 4}));
      channel.send(new Frame(new long[6]));
      channel.receive();
      channel.receive();
      channel.receive();
    })).withMessage("a commitment was not opened as it was made: sum");
  }

  /// A party that would see the other's value before it commits waits for ever: the other opens only what it has a commitment for.
  @Test
  void nothingIsOpenedBeforeTheOthersCommitmentIsThere() {
    List<Frame> seen = new ArrayList<>();
    assertThatExceptionOfType(TransportException.class).isThrownBy(() -> against(channel -> {
      channel.send(new Frame(new long[4]));
      seen.add(channel.receive());
      seen.add(channel.receive());
    }));
    assertThat(seen).extracting(frame -> frame.planes()[0].length).containsExactly(4, 4);
  }

  @Test
  void malformedWordsAreRefused() {
    assertThatExceptionOfType(TransportException.class).isThrownBy(() -> against(channel -> {
      channel.send(new Frame(new long[3]));
      channel.receive();
    })).withMessageContaining("malformed message: 24 bytes, expected 32");
  }
}
