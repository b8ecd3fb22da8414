package org.moiety.triples.remote;

import java.util.Arrays;
import java.util.List;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;

/// Whom a role speaks with when it agrees on a session, in one order.
record Peers(List<Peer> all) {
  /// @param title for messages
  record Peer(String title, Channel channel) {}

  /// Says hello to all, and hears them.
  List<Hello> greet(Hello mine) {
    tell(mine.frame());
    return all.stream().map(peer -> Hello.of(peer.channel.receive())).toList();
  }

  /// Tells all of everything that was said, and hears what they have heard. Only then is looked at the terms: a role that left before would take what it said from those that are slower.
  ///
  /// @param id hash of everything that was said
  /// @param terms fails where they are not alike
  /// @throws AgreementException if a peer has heard something else
  void compare(long[] id, Runnable terms) {
    tell(new Frame(id));
    List<Frame> theirs = all.stream().map(peer -> peer.channel.receive()).toList();
    terms.run();
    for (int i = 0; i < all.size(); i++) {
      long[][] words = theirs.get(i).planes();
      if (words.length != 1 || !Arrays.equals(words[0], id)) {
        throw new AgreementException("the " + all.get(i).title
            + " speaks with others than this role does: they are not in one session");
      }
    }
  }

  private void tell(Frame frame) {
    all.forEach(peer -> peer.channel.send(frame));
  }
}
