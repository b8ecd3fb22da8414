package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonValue;

/// Who holds a value, or sends or learns one.
public enum Place {
  PARTY_0("party 0"), PARTY_1("party 1"), DEALER("dealer"),
  /// Both parties, and whoever listens.
  PUBLIC("public");

  private final String title;

  Place(String title) {
    this.title = title;
  }

  /// As people read it.
  @JsonValue
  public String title() {
    return title;
  }

  public static Place party(int party) {
    return party == 0 ? PARTY_0 : PARTY_1;
  }
}
