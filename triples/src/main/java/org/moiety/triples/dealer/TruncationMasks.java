package org.moiety.triples.dealer;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.random.Address;

/// The masks r = r_0 + r_1 of truncations, known to whoever knows both seeds: the dealer, and a public run that replays a private one.
public final class TruncationMasks {
  private TruncationMasks() {}

  public static FieldArray sum(Field field, SessionSeeds seeds, Address address, int length) {
    FieldArray r = Uniform.array(field, seeds.party0(), address, length);
    Uniform.addTo(field, seeds.party1(), address, r);
    return r;
  }
}
