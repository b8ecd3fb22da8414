package org.moiety.protocol;

import java.util.Arrays;
import java.util.List;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;

/// Keeps a copy of every frame of elements that is sent; the words of commitments are none.
record RecordingChannel(Channel channel, List<Frame> sent) implements Channel {
  @Override
  public void send(Frame frame) {
    if (frame.planes().length == 2) {
      sent.add(new Frame(Arrays.stream(frame.planes()).map(long[]::clone).toArray(long[][]::new)));
    }
    channel.send(frame);
  }

  @Override
  public Frame receive() {
    return channel.receive();
  }

  @Override
  public void close() {
    channel.close();
  }
}
