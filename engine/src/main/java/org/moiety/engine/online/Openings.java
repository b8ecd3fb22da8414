package org.moiety.engine.online;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.share.Derivation;

/// The one way by which values become public. Each is counted and, with active security, recorded for the next MAC check by the opening itself.
final class Openings {
  private final Field field;
  private final int party;
  private final Wire wire;
  private final Preprocessing material;
  private final @Nullable MacCheck check;
  private final Observer observer;
  private boolean ended;

  /// @param material destroyed when the session ends
  /// @param check null without active security
  Openings(Field field, int party, Wire wire, Preprocessing material, @Nullable MacCheck check, Observer observer) {
    this.field = field;
    this.party = party;
    this.wire = wire;
    this.material = material;
    this.check = check;
    this.observer = observer;
  }

  /// Opens to both parties, in one round.
  ///
  /// @param derivation of what is opened; null without active security
  /// @param image what is made of the value, in the same pass; asked for when it is there
  /// @return the value's image
  FieldArray open(FieldArray share, @Nullable Derivation derivation, Supplier<Sweep.Step> image) {
    give(share);
    FieldArray other = receive(share.length());
    observer.opens(share, other);
    Sweep.Step step = image.get();
    FieldArray result = field.array(share.length());
    FieldArray value = check == null ? result : field.array(share.length());
    field.inPieces(share.length(), (from, to) -> {
      field.add(share, other, value, from, to);
      step.run(value, result, from, to);
    });
    step.end();
    field.release(other);
    MacCheck present = check;
    if (present != null) {
      present.record(value, required(derivation));
      if (present.isFull()) {
        check();
      }
    }
    return result;
  }

  /// Opens to the given receiver what was computed from checked openings, and checks that, too.
  ///
  /// @return the value, where this party receives it
  @Nullable
  FieldArray reveal(Receiver receiver, FieldArray share, @Nullable Derivation derivation) {
    check();
    FieldArray value = null;
    if (receiver.includes(1 - party)) {
      give(share);
    }
    if (receiver.includes(party)) {
      value = field.add(share, receive(share.length()));
    }
    observer.reveals(receiver, share, value);
    MacCheck present = check;
    if (present != null) {
      if (receiver == Receiver.BOTH && value != null) {
        present.record(value, required(derivation));
      } else {
        present.recordForOne(receiver.includes(party) ? party : 1 - party, value, share.length(), required(derivation));
      }
      check();
    }
    return value;
  }

  /// Reveals to both what is zero if both follow the protocol.
  ///
  /// @throws CheatingDetectedException if it is not
  void requireZero(FieldArray share, @Nullable Derivation derivation, String what) {
    FieldArray value = reveal(Receiver.BOTH, share, derivation);
    orEnd(() -> {
      long any = 0;
      for (long[] plane : value == null ? new long[0][] : field.planes(value)) {
        any |= LongStream.of(plane).reduce(0, (a, b) -> a | b);
      }
      if (any != 0) {
        throw new CheatingDetectedException(what);
      }
      return what;
    });
  }

  /// Sends an input's difference from its mask. The array must not be written any more, for the peer may read it.
  void give(FieldArray share) {
    orEnd(() -> {
      wire.send(share);
      return share;
    });
  }

  /// Receives an array from the peer, not to be written.
  FieldArray receive(int length) {
    return orEnd(() -> wire.receive(length));
  }

  /// Sends bytes that are no opened value, eight to a word.
  void giveBytes(byte[] bytes) {
    long[] words = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(words);
    orEnd(() -> {
      wire.send(words);
      return words;
    });
  }

  /// Receives as many bytes.
  byte[] receiveBytes(int length) {
    long[] words = orEnd(() -> wire.receiveWords(length / Long.BYTES));
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  /// @throws CheatingDetectedException if it is not so
  void require(boolean so, String what) {
    orEnd(() -> {
      if (!so) {
        throw new CheatingDetectedException(what);
      }
      return what;
    });
  }

  /// Checks what was opened so far.
  void check() {
    MacCheck present = check;
    if (present == null) {
      requireAlive();
    } else {
      orEnd(() -> {
        present.check();
        return present;
      });
    }
  }

  /// Checks what was opened so far, and begins an iteration.
  void begin() {
    check();
    if (check != null) {
      check.begin();
    }
  }

  /// Ends the session: the key and what is left of the material are destroyed.
  ///
  /// @throws IllegalStateException if something was opened and not checked
  void end() {
    int unchecked = check == null ? 0 : check.pending();
    fail();
    if (unchecked > 0) {
      throw new IllegalStateException(
          unchecked + " opened arrays were never checked, expected a reveal or check after them");
    }
  }

  /// Ends the session whatever there is to check.
  void fail() {
    ended = true;
    if (check != null) {
      check.destroy();
    }
    material.destroy();
  }

  private void requireAlive() {
    if (ended) {
      throw new IllegalStateException("the session has ended");
    }
  }

  /// A failure ends the session for good.
  private <T> T orEnd(Supplier<T> work) {
    requireAlive();
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      fail();
      throw e;
    }
  }

  private static Derivation required(@Nullable Derivation derivation) {
    if (derivation == null) {
      throw new IllegalStateException("an opening of a secret that does not follow from masked ones");
    }
    return derivation;
  }
}
