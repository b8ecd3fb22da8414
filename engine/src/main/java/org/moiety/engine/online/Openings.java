package org.moiety.engine.online;

import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// The one way by which values become public. Counts each; a MAC check has its record here.
final class Openings {
  private final Field field;
  private final Channel peer;
  private final Meter meter;

  Openings(Field field, Channel peer, Meter meter) {
    this.field = field;
    this.peer = peer;
    this.meter = meter;
  }

  /// Opens to both parties, in one round, and leaves the sum to the caller: the peer's share, not to be written, and to be released when read.
  FieldArray exchange(FieldArray share) {
    give(share);
    return receive(share.length());
  }

  /// Sends a share, or a public difference. The array must not be written any more, for the peer may read it.
  void give(FieldArray share) {
    Frame frame = new Frame(field.lend(share), field.planes(share));
    try (Profile.Span _ = Profile.on(Activity.PEER)) {
      peer.send(frame);
    }
    meter.sent(share.length(), frame.bytes());
  }

  /// Receives an array from the peer, not to be written.
  FieldArray receive(int length) {
    Frame frame = await();
    meter.round();
    if (frame.planes().length != 2 || frame.planes()[0].length != length || frame.planes()[1].length != length) {
      throw new TransportException("malformed message: " + frame.bytes() + " bytes, expected " + 16L * length);
    }
    try {
      return field.ofWords(frame.planes()[0], frame.planes()[1], frame.read());
    } catch (IllegalArgumentException e) {
      throw new TransportException("malformed message: " + e.getMessage());
    }
  }

  private Frame await() {
    try (Profile.Span _ = Profile.on(Activity.PEER)) {
      return field.workers().waiting(peer::receive);
    }
  }
}
