package org.moiety.engine.channel;

/// Joins two roles that are threads of one process. Frames are passed by reference.
public final class InMemoryChannel implements Channel {
  private static final String CLOSED = "the channel is closed";

  private final FrameQueue outgoing;
  private final FrameQueue incoming;

  private InMemoryChannel(FrameQueue outgoing, FrameQueue incoming) {
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /// The two ends of a connection that holds at most `capacityBytes` in each direction (or one frame, where that is larger).
  public static Pair pair(long capacityBytes) {
    FrameQueue one = new FrameQueue(capacityBytes);
    FrameQueue other = new FrameQueue(capacityBytes);
    return new Pair(new InMemoryChannel(one, other), new InMemoryChannel(other, one));
  }

  /// Both ends.
  public record Pair(Channel left, Channel right) {}

  @Override
  public void send(Frame frame) {
    outgoing.put(frame);
  }

  @Override
  public Frame receive() {
    return incoming.take();
  }

  @Override
  public void close() {
    outgoing.close(CLOSED);
    incoming.close(CLOSED);
  }
}
