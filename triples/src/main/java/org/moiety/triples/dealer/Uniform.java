package org.moiety.triples.dealer;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream;
import org.moiety.engine.random.Seed;

/// Whole arrays of the stream at an address.
public final class Uniform {
  private Uniform() {}

  public static FieldArray array(Field field, Seed seed, Address address, int length) {
    FieldArray result = field.zeros(length);
    field.workers().range(length, 4 * Field.PIECE,
        (from, to) -> seed.stream(address, from).next(field, result, from, to));
    return result;
  }

  /// `into += r` for the stream's elements r.
  public static void addTo(Field field, Seed seed, Address address, FieldArray into) {
    FieldArray r = field.zeros(into.length());
    field.workers().range(into.length(), 4 * Field.PIECE, (start, end) -> {
      ElementStream stream = seed.stream(address, start);
      for (int from = start; from < end; from += Field.PIECE) {
        int to = Math.min(end, from + Field.PIECE);
        stream.next(field, r, from, to);
        field.add(into, r, into, from, to);
      }
    });
  }
}
