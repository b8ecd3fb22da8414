package org.moiety.engine.online;

import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// Messages to and from the other party. What comes is checked for length, and elements for being canonical.
final class Wire {
  private final Field field;
  private final Channel peer;
  private final Meter meter;
  private final Observer observer;

  Wire(Field field, Channel peer, Meter meter, Observer observer) {
    this.field = field;
    this.peer = peer;
    this.meter = meter;
    this.observer = observer;
  }

  Meter meter() {
    return meter;
  }

  /// Sends an array of opened values. It must not be written any more, for the peer may read it.
  void send(FieldArray values) {
    observer.sends(values);
    Frame frame = new Frame(field.lend(values), field.planes(values));
    send(frame);
    meter.sent(values.length(), frame.bytes());
  }

  /// Sends an element of a check, which is no opened value.
  void sendUncounted(FieldArray values) {
    observer.sends(values);
    Frame frame = new Frame(field.lend(values), field.planes(values));
    send(frame);
    meter.sent(0, frame.bytes());
  }

  /// Receives an array from the peer, not to be written.
  FieldArray receive(int length) {
    FieldArray values = array(await(), length);
    observer.receives(values);
    return values;
  }

  private FieldArray array(Frame frame, int length) {
    requireLengths(frame, length, length);
    try {
      return field.ofWords(frame.planes()[0], frame.planes()[1], frame.read());
    } catch (IllegalArgumentException e) {
      throw new TransportException("malformed message: " + e.getMessage());
    }
  }

  /// Sends words that are no opened values.
  void send(long[] words) {
    observer.sends(words);
    Frame frame = new Frame(words);
    send(frame);
    meter.sent(0, frame.bytes());
  }

  /// Receives words.
  long[] receiveWords(int length) {
    Frame frame = await();
    requireLengths(frame, length);
    long[] words = frame.planes()[0].clone();
    frame.read().run();
    observer.receives(words);
    return words;
  }

  private static void requireLengths(Frame frame, int... lengths) {
    boolean fits = frame.planes().length == lengths.length;
    long words = 0;
    for (int i = 0; i < lengths.length; i++) {
      fits = fits && frame.planes()[i].length == lengths[i];
      words += lengths[i];
    }
    if (!fits) {
      throw new TransportException("malformed message: " + frame.bytes() + " bytes, expected " + 8 * words);
    }
  }

  private void send(Frame frame) {
    try (Profile.Span _ = Profile.on(Activity.PEER)) {
      peer.send(frame);
    }
  }

  private Frame await() {
    Frame frame;
    try (Profile.Span _ = Profile.on(Activity.PEER)) {
      frame = field.workers().waiting(peer::receive);
    }
    meter.round();
    return frame;
  }
}
