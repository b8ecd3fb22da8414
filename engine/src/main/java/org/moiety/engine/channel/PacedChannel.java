package org.moiety.engine.channel;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A channel whose messages take as long as on a [Link]: each leaves when those before it have left, at the link's rate, and arrives half a round trip later.
/// Sending does not wait for that, receiving does. What the inner channel may hold includes what is under way.
public final class PacedChannel implements Channel {
  /// Time as a channel sees it.
  interface Clock {
    Clock SYSTEM = new Clock() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void await(Condition changed, long nanos) throws InterruptedException {
        boolean _ = changed.await(nanos, TimeUnit.NANOSECONDS);
      }
    };

    /// Compare by subtraction.
    long nanos();

    /// Waits for a condition, whose lock is held, but no longer than that.
    void await(Condition changed, long nanos) throws InterruptedException;
  }

  private final Channel inner;
  private final Direction outgoing;
  private final Direction incoming;

  private PacedChannel(Channel inner, Direction outgoing, Direction incoming) {
    this.inner = inner;
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /// The two ends of a connection, with a link between them.
  public static InMemoryChannel.Pair pair(InMemoryChannel.Pair inner, Link link) {
    return pair(inner, link, Clock.SYSTEM);
  }

  static InMemoryChannel.Pair pair(InMemoryChannel.Pair inner, Link link, Clock clock) {
    Direction one = new Direction(link, clock);
    Direction other = new Direction(link, clock);
    return new InMemoryChannel.Pair(new PacedChannel(inner.left(), one, other),
        new PacedChannel(inner.right(), other, one));
  }

  @Override
  public void send(Frame frame) {
    outgoing.depart(frame.bytes());
    inner.send(frame);
  }

  @Override
  public Frame receive() {
    Frame frame = inner.receive();
    incoming.awaitArrival();
    return frame;
  }

  @Override
  public void close() {
    inner.close();
    outgoing.close();
    incoming.close();
  }

  /// When messages of one direction arrive.
  private static final class Direction {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Long> arrivals = new ArrayDeque<>();
    private final Link link;
    private final Clock clock;
    /// When all that was sent has left.
    private long idleFrom;
    private boolean closed;

    Direction(Link link, Clock clock) {
      this.link = link;
      this.clock = clock;
      idleFrom = clock.nanos();
    }

    void depart(long bytes) {
      lock.lock();
      try {
        long now = clock.nanos();
        idleFrom = (idleFrom - now > 0 ? idleFrom : now) + link.transmissionNanos(bytes);
        arrivals.add(idleFrom + link.delayNanos());
      } finally {
        lock.unlock();
      }
    }

    /// Waits for the next message's arrival.
    void awaitArrival() {
      lock.lock();
      try {
        long arrival = arrivals.remove();
        long left = arrival - clock.nanos();
        while (!closed && left > 0) {
          clock.await(changed, left);
          left = arrival - clock.nanos();
        }
        if (closed) {
          throw new TransportException("the channel is closed");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransportException("interrupted while waiting for the peer");
      } finally {
        lock.unlock();
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
