package org.moiety.triples.dealer;

import java.util.function.UnaryOperator;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.online.Observer;

/// Who looks on in a session of one process, and who meddles with what the parties send each other: for teaching, traces and tests.
///
/// @param between wraps both ends of the parties' connection
public record Bystanders(Observer party0, Observer party1, Observer dealer,
    UnaryOperator<InMemoryChannel.Pair> between) {
  /// Nobody.
  public static final Bystanders NONE = new Bystanders(Observer.NONE, Observer.NONE, Observer.NONE);

  /// Who only looks on.
  public Bystanders(Observer party0, Observer party1, Observer dealer) {
    this(party0, party1, dealer, UnaryOperator.identity());
  }
}
