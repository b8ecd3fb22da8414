package org.moiety.engine.channel;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Joins two roles that are threads of one process. Frames are passed by reference.
public final class InMemoryChannel implements Channel {
  private final Direction outgoing;
  private final Direction incoming;

  private InMemoryChannel(Direction outgoing, Direction incoming) {
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /// The two ends of a connection that holds at most `capacityBytes` in each direction (or one frame, where that is larger).
  public static Pair pair(long capacityBytes) {
    Direction one = new Direction(capacityBytes);
    Direction other = new Direction(capacityBytes);
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
    outgoing.close();
    incoming.close();
  }

  private static final class Direction {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final long capacityBytes;
    private long heldBytes;
    private boolean closed;

    Direction(long capacityBytes) {
      this.capacityBytes = capacityBytes;
    }

    void put(Frame frame) {
      lock.lock();
      try {
        while (!closed && !frames.isEmpty() && heldBytes + frame.bytes() > capacityBytes) {
          await();
        }
        failIfClosed();
        frames.add(frame);
        heldBytes += frame.bytes();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    Frame take() {
      lock.lock();
      try {
        while (!closed && frames.isEmpty()) {
          await();
        }
        Frame frame = frames.poll();
        if (frame == null) {
          throw new TransportException("the channel is closed");
        }
        heldBytes -= frame.bytes();
        changed.signalAll();
        return frame;
      } finally {
        lock.unlock();
      }
    }

    private void await() {
      try {
        changed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransportException("interrupted while waiting for the peer");
      }
    }

    private void failIfClosed() {
      if (closed) {
        throw new TransportException("the channel is closed");
      }
    }

    void close() {
      lock.lock();
      try {
        closed = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
