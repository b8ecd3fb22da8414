package org.moiety.triples.dealer;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream.Use;

/// The masks r = r_0 + r_1 of a session, made by whoever knows both seeds: the dealer, and a public run that replays a private one.
public final class ReplayedMasks implements TruncationMasks {
  private final Field field;
  private final SessionSeeds seeds;
  private final Addresses addresses = new Addresses();

  public ReplayedMasks(Field field, SessionSeeds seeds) {
    this.field = field;
    this.seeds = seeds;
  }

  @Override
  public void begin(long iteration) {
    addresses.begin(iteration);
  }

  @Override
  public FieldArray next(int length) {
    Address address = addresses.next(Addresses.TRUNCATION_MASK);
    FieldArray r = Uniform.array(field, seeds.party0(), address, length);
    Uniform.use(field, Use.ADD, seeds.party1(), address, r);
    return r;
  }
}
