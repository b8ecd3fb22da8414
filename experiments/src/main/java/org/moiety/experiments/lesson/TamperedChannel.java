package org.moiety.experiments.lesson;

import java.math.BigInteger;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;

/// What a cheating party 1 does to one of its messages to party 0.
final class TamperedChannel implements Channel {
  /// Makes another message of one.
  private interface Change {
    Frame of(Frame frame);
  }

  private final Channel channel;
  private final boolean elements;
  private final Change change;
  private int left;

  private TamperedChannel(Channel channel, boolean elements, int number, Change change) {
    this.channel = channel;
    this.elements = elements;
    this.change = change;
    left = number;
  }

  /// Adds to the first element of a message of elements.
  ///
  /// @param number of the message among those of elements, from 0
  static InMemoryChannel.Pair elements(InMemoryChannel.Pair pair, Modulus modulus, int number, BigInteger delta) {
    return tampered(pair, true, number, frame -> {
      try (Workers workers = new Workers(1)) {
        Field field = new Field(KernelProvider.field(modulus), workers);
        FieldArray values = field.ofWords(frame.planes()[0], frame.planes()[1]);
        FieldArray first = field.plus(field.slice(values, 0, 1), field.element(delta));
        FieldArray changed = field.slice(values, 0, values.length());
        field.copy(first, 0, changed, 0, 1);
        return new Frame(frame.read(), field.planes(changed));
      }
    });
  }

  /// Flips a bit of a message of words.
  static InMemoryChannel.Pair words(InMemoryChannel.Pair pair, int number) {
    return tampered(pair, false, number, frame -> {
      long[] words = frame.planes()[0].clone();
      words[0] ^= 1;
      return new Frame(frame.read(), words);
    });
  }

  private static InMemoryChannel.Pair tampered(InMemoryChannel.Pair pair, boolean elements, int number, Change change) {
    return new InMemoryChannel.Pair(new TamperedChannel(pair.left(), elements, number, change), pair.right());
  }

  @Override
  public void send(Frame frame) {
    channel.send(frame);
  }

  @Override
  public Frame receive() {
    Frame frame = channel.receive();
    if ((frame.planes().length == 2) != elements || left-- != 0) {
      return frame;
    }
    return change.of(frame);
  }

  @Override
  public void close() {
    channel.close();
  }
}
