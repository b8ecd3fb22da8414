package org.moiety.triples.dealer;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream;
import org.moiety.engine.random.ElementStream.Use;
import org.moiety.engine.random.Seed;

/// Whole arrays of the stream at an address.
public final class Uniform {
  private Uniform() {}

  public static FieldArray array(Field field, Seed seed, Address address, int length) {
    FieldArray result = field.array(length);
    use(field, Use.SET, seed, address, result);
    return result;
  }

  /// Sets, or adds to, or subtracts from, all of `into` the stream's elements.
  public static void use(Field field, Use use, Seed seed, Address address, FieldArray into) {
    Sweep.Step step = step(field, use, seed, address);
    field.inPieces(into.length(), (from, to) -> step.run(into, into, from, to));
  }

  /// Sets, or adds to, or subtracts from, what a sweep goes over the stream's elements.
  public static Sweep.Step step(Field field, Use use, Seed seed, Address address) {
    ElementStream stream = seed.stream(address, 0);
    return (in, into, from, to) -> {
      if (in != into && use != Use.SET) {
        field.copy(in, from, into, from, to - from);
      }
      try (Profile.Span _ = Profile.on(Activity.GENERATOR)) {
        stream.at(from).next(field, use, into, from, to);
      }
    };
  }
}
