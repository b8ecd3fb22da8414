package org.moiety.engine.channel;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The frames of one direction that are not yet read: at most a number of bytes, or one frame where that is larger, and at most [#MAX_FRAMES]. What was put before it is closed can still be taken.
final class FrameQueue {
  /// So that frames without a word are bounded, too.
  static final int MAX_FRAMES = 1 << 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private final long capacityBytes;
  private long heldBytes;
  private @Nullable String closed;

  FrameQueue(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /// Adds a frame; waits for room.
  ///
  /// @throws TransportException if the queue is closed
  void put(Frame frame) {
    lock.lock();
    try {
      while (closed == null && isFullFor(frame)) {
        await();
      }
      if (closed != null) {
        throw new TransportException(closed);
      }
      frames.add(frame);
      heldBytes += frame.bytes();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFullFor(Frame frame) {
    return frames.size() == MAX_FRAMES || (!frames.isEmpty() && heldBytes + frame.bytes() > capacityBytes);
  }

  /// The next frame; waits for it.
  ///
  /// @throws TransportException if the queue is closed, and empty
  Frame take() {
    lock.lock();
    try {
      while (closed == null && frames.isEmpty()) {
        await();
      }
      return remove();
    } finally {
      lock.unlock();
    }
  }

  /// The next frame; waits for it, but no longer than that.
  ///
  /// @return null where none came
  /// @throws TransportException if the queue is closed, and empty
  @Nullable
  Frame poll(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (closed == null && frames.isEmpty() && left > 0) {
        left = await(left);
      }
      return closed == null && frames.isEmpty() ? null : remove();
    } finally {
      lock.unlock();
    }
  }

  private Frame remove() {
    Frame frame = frames.poll();
    if (frame == null) {
      throw new TransportException(String.valueOf(closed));
    }
    heldBytes -= frame.bytes();
    changed.signalAll();
    return frame;
  }

  /// Whether there is nothing to take now.
  boolean isEmpty() {
    lock.lock();
    try {
      return frames.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /// Ends all that waits; the first reason stands.
  void close(String reason) {
    lock.lock();
    try {
      closed = closed == null ? reason : closed;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await() {
    try {
      changed.await();
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /// @return what is left of the time
  private long await(long nanos) {
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static TransportException interrupted() {
    Thread.currentThread().interrupt();
    return new TransportException("interrupted while waiting for the peer");
  }
}
