package org.moiety.triples.dealer;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.online.Observer;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;

/// The truncation masks of a private run, for a public run that replays it. They follow from the masks of all products before, so a dealer runs the private
/// program beside the public one, on a thread of its own, and is ahead by a few truncations.
public final class ReplayedMasks implements TruncationMasks, AutoCloseable {
  private static final long CHANNEL_BYTES = 64L << 20;

  private final Field field;
  private final InMemoryChannel.Pair masks = InMemoryChannel.pair(CHANNEL_BYTES);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private @Nullable Thread thread;

  /// Of whatever the dealers made by [#dealer] run.
  ///
  /// @param field of the public run
  public ReplayedMasks(Field field) {
    this.field = field;
  }

  /// Of one session.
  ///
  /// @param field of the public run
  /// @param program what all roles of the private run run
  public static ReplayedMasks of(Field field, Protocol protocol, SessionSeeds seeds, Consumer<Role> program) {
    ReplayedMasks replay = new ReplayedMasks(field);
    replay.run(() -> program.accept(replay.dealer(protocol, seeds)));
    return replay;
  }

  /// A dealer whose truncation masks are those here; what it sends is dropped.
  public Role dealer(Protocol protocol, SessionSeeds seeds) {
    Field dealing = new Field(KernelProvider.field(field.modulus()), field.workers());
    return new Dealer(dealing, protocol, seeds, new Sink(), new Meter(), new Observer() {
      @Override
      public void draws(String purpose, FieldArray mask) {
        if (purpose.equals(Addresses.TRUNCATION_MASK)) {
          masks.left().send(frame(dealing, mask));
        }
      }
    });
  }

  private static Frame frame(Field dealing, FieldArray mask) {
    FieldArray copy = dealing.slice(mask, 0, mask.length());
    Frame frame = new Frame(dealing.lend(copy), dealing.planes(copy));
    dealing.release(copy);
    return frame;
  }

  /// Runs the dealers on a thread. The public run fails if it asks for more masks than they have drawn when they end, or fail.
  public void run(Runnable dealers) {
    thread = Thread.ofPlatform().daemon().name("moiety-replay").start(() -> {
      try {
        dealers.run();
      } catch (RuntimeException | Error e) {
        failure.set(e);
      } finally {
        masks.left().close();
      }
    });
  }

  /// @throws IllegalStateException if the dealers run another program
  @Override
  public FieldArray next(int length) {
    Frame frame = await();
    if (frame.planes()[0].length != length) {
      throw new IllegalStateException(
          "a truncation of " + length + " values, expected " + frame.planes()[0].length + " as in the replayed run");
    }
    return field.ofWords(frame.planes()[0], frame.planes()[1], frame.read());
  }

  private Frame await() {
    try {
      return field.workers().waiting(masks.right()::receive);
    } catch (TransportException e) {
      Throwable cause = failure.get();
      throw cause == null
          ? new IllegalStateException("a truncation more than the replayed run has", e)
          : new IllegalStateException("the replayed run failed", cause);
    }
  }

  /// Ends the dealers, too, at their next truncation.
  @Override
  public void close() {
    masks.left().close();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Drops what is sent.
  private static final class Sink implements Channel {
    @Override
    public void send(Frame frame) {
      frame.read().run();
    }

    @Override
    public Frame receive() {
      throw new UnsupportedOperationException("nothing comes from here");
    }

    @Override
    public void close() {}
  }
}
