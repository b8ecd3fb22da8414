package org.moiety.engine.online;

/// Who learns a revealed value.
public enum Receiver {
  PARTY_0, PARTY_1, BOTH;

  public boolean includes(int party) {
    return this == BOTH || ordinal() == party;
  }

  public static Receiver party(int party) {
    return party == 0 ? PARTY_0 : PARTY_1;
  }
}
