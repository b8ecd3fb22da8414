package org.moiety.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.TransportException;

/// A connection of both parties with somebody on it who may change, hold back or invent messages.
///
/// Has the effect of time-outs without time: when nothing can come any more, because the other party has ended or waits as well, whoever waits fails.
final class TamperedLink {
  /// What becomes of a message.
  @FunctionalInterface
  interface Tamper {
    Tamper NONE = (link, message) -> List.of(message.frame());

    /// The frames that the receiver gets in the place of a message.
    List<Frame> deliver(TamperedLink link, Message message);
  }

  /// @param index number of the message among the sender's, from 0
  record Message(int sender, int index, Frame frame) {
    /// The same with other words.
    Frame with(long[][] planes) {
      return new Frame(frame.read(), planes);
    }

    /// A copy to deliver later; the sender has its own words back.
    Frame held() {
      Frame held = new Frame(copy());
      frame.read().run();
      return held;
    }

    /// Words of its own, to be changed.
    long[][] copy() {
      return TamperedLink.copy(frame.planes());
    }

    /// Whether it has elements of the field, and not the words of a coin or a commitment.
    boolean hasElements() {
      return frame.planes().length == 2;
    }
  }

  private final Tamper tamper;
  private final List<List<long[][]>> sent = List.of(new ArrayList<>(), new ArrayList<>());
  private final List<ArrayDeque<Frame>> inboxes = List.of(new ArrayDeque<>(), new ArrayDeque<>());
  /// What comes when the receiver has given up.
  private final List<ArrayDeque<Frame>> late = List.of(new ArrayDeque<>(), new ArrayDeque<>());
  private final boolean[] waiting = new boolean[2];
  private final boolean[] ended = new boolean[2];
  private boolean dead;

  TamperedLink(Tamper tamper) {
    this.tamper = tamper;
  }

  private static long[][] copy(long[][] planes) {
    long[][] copy = new long[planes.length][];
    for (int i = 0; i < planes.length; i++) {
      copy[i] = planes[i].clone();
    }
    return copy;
  }

  /// Copies of what a party sent so far.
  synchronized List<long[][]> sent(int party) {
    return List.copyOf(sent.get(party));
  }

  /// Holds a message back for longer than its receiver waits.
  void deliverLate(Message message) {
    late.get(1 - message.sender()).add(message.held());
  }

  private synchronized void send(int from, Frame frame) {
    if (dead) {
      throw new TransportException("the connection is lost");
    }
    int index = sent.get(from).size();
    sent.get(from).add(copy(frame.planes()));
    inboxes.get(1 - from).addAll(tamper.deliver(this, new Message(from, index, frame)));
    notifyAll();
  }

  private synchronized Frame receive(int at) {
    waiting[at] = true;
    try {
      while (!dead && inboxes.get(at).isEmpty()) {
        if (ended[1 - at] || (waiting[1 - at] && inboxes.get(1 - at).isEmpty())) {
          dead = true;
          notifyAll();
        } else {
          wait();
        }
      }
      @Nullable
      Frame frame = inboxes.get(at).poll();
      if (frame == null) {
        inboxes.get(at).addAll(late.get(at));
        late.get(at).clear();
        throw new TransportException("nothing came in time");
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException("interrupted");
    } finally {
      waiting[at] = false;
    }
  }

  /// A party does not come back.
  private synchronized void end(int party) {
    ended[party] = true;
    notifyAll();
  }

  /// One party's end; closed when the party has ended.
  Channel channel(int party) {
    return new Channel() {
      @Override
      public void send(Frame frame) {
        TamperedLink.this.send(party, frame);
      }

      @Override
      public Frame receive() {
        return TamperedLink.this.receive(party);
      }

      @Override
      public void close() {
        TamperedLink.this.end(party);
      }
    };
  }
}
