package org.moiety.triples.remote;

import java.util.Arrays;
import java.util.List;

/// The roles of a session, each a process of its own.
public enum SessionRole {
  DATA_OWNER(0), MODEL_OWNER(1), DEALER(-1);

  private final int party;

  SessionRole(int party) {
    this.party = party;
  }

  /// 0 or 1; -1 for the dealer.
  public int party() {
    return party;
  }

  /// The role of a party, 0 or 1.
  public static SessionRole of(int party) {
    return party == 0 ? DATA_OWNER : MODEL_OWNER;
  }

  /// In messages: `data owner`.
  public String title() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  /// The other roles.
  public List<SessionRole> others() {
    return Arrays.stream(values()).filter(role -> role != this).toList();
  }
}
