package org.moiety.engine.channel;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The frames of one direction that are not yet read: at most a number of bytes, or one frame where that is larger, and at most [#MAX_FRAMES]. A frame that is about to come, or about to leave,
/// may be counted too. What was put before it is closed can still be taken.
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
    reserve(frame.bytes());
    putReserved(frame);
  }

  /// Waits for room for a frame, and keeps it until [#putReserved].
  ///
  /// @throws TransportException if the queue is closed
  void reserve(long bytes) {
    lock.lock();
    try {
      while (closed == null && isFullFor(bytes)) {
        await();
      }
      requireOpen();
      heldBytes += bytes;
    } finally {
      lock.unlock();
    }
  }

  /// Adds the frame that room was kept for.
  ///
  /// @throws TransportException if the queue is closed
  void putReserved(Frame frame) {
    lock.lock();
    try {
      requireOpen();
      frames.add(frame);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closed != null) {
      throw new TransportException(closed);
    }
  }

  private boolean isFullFor(long bytes) {
    return frames.size() >= MAX_FRAMES || (heldBytes > 0 && heldBytes + bytes > capacityBytes);
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
      return taken(first());
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
      Frame frame = pollHeld(nanos);
      return frame == null ? null : taken(frame);
    } finally {
      lock.unlock();
    }
  }

  /// Waits until there is a frame.
  ///
  /// @throws TransportException if the queue is closed, and empty
  void awaitFrame() {
    lock.lock();
    try {
      while (closed == null && frames.isEmpty()) {
        await();
      }
      if (frames.isEmpty()) {
        requireOpen();
      }
    } finally {
      lock.unlock();
    }
  }

  /// As [#poll], but the frame counts until [#release].
  @Nullable
  Frame pollHeld(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (closed == null && frames.isEmpty() && left > 0) {
        left = await(left);
      }
      return closed == null && frames.isEmpty() ? null : first();
    } finally {
      lock.unlock();
    }
  }

  /// Gives back the room of a frame that [#pollHeld] gave.
  void release(Frame frame) {
    lock.lock();
    try {
      taken(frame);
    } finally {
      lock.unlock();
    }
  }

  private Frame first() {
    Frame frame = frames.poll();
    if (frame == null) {
      throw new TransportException(String.valueOf(closed));
    }
    return frame;
  }

  private Frame taken(Frame frame) {
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
