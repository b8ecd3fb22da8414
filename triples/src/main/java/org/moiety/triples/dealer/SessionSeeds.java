package org.moiety.triples.dealer;

import org.moiety.engine.random.Seed;

/// The seeds of a session: the dealer knows both parties', each party its own.
public record SessionSeeds(Seed party0, Seed party1) {
  public static SessionSeeds of(Seed master) {
    return new SessionSeeds(master.derive("party 0"), master.derive("party 1"));
  }

  public Seed party(int party) {
    return party == 0 ? party0 : party1;
  }

  /// Overwrites both.
  void destroy() {
    party0.destroy();
    party1.destroy();
  }

  @Override
  public String toString() {
    return "SessionSeeds";
  }
}
