package org.moiety.engine.online;

import java.nio.ByteBuffer;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.RankOne;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream;
import org.moiety.engine.random.Seed;
import org.moiety.engine.share.Derivation;

/// What the next MAC check is of, as all roles count it, and its coefficients.
public final class CheckSchedule {
  /// Entries that may wait for a check. With each wait what was opened and what the check reads of operands.
  private static final long MAX_ENTRIES = 1 << 21;

  private int arrays;
  private long entries;

  /// Counts an array that both parties received.
  ///
  /// @return its place in the check
  public int add(int length) {
    entries += length;
    return arrays++;
  }

  /// Counts an array that one party alone received.
  ///
  /// @return its place in the check
  public int addForOne() {
    return arrays++;
  }

  /// Number of arrays that wait for a check.
  public int arrays() {
    return arrays;
  }

  /// Whether no more should be opened before a check.
  public boolean isFull() {
    return entries >= MAX_ENTRIES;
  }

  /// The check is done.
  public void clear() {
    arrays = 0;
    entries = 0;
  }

  /// The seed of a check's coefficients.
  ///
  /// @param party0 party 0's share of the coin, the first element
  public static Seed coin(Field field, FieldArray party0, FieldArray party1) {
    return Seed.ofCoin(bytes(field, party0), bytes(field, party1));
  }

  /// The first element, in canonical words.
  static byte[] bytes(Field field, FieldArray element) {
    long[][] words = field.planes(element);
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(words[0][0]).putLong(words[1][0]).array();
  }

  /// The coefficients `u v^T` of the array at a place.
  ///
  /// @param coin which fixes all of them
  public static RankOne coefficients(Field field, Seed coin, int place, Derivation of, int length) {
    int rows = of.rows() > 0 ? of.rows() : RankOne.rows(length);
    FieldArray u = field.array(rows);
    FieldArray v = field.array(length / rows);
    ElementStream stream = coin.stream(new Address("coefficients", 0, place), 0);
    stream.next(field, u, 0, u.length());
    stream.next(field, v, 0, v.length());
    return new RankOne(u, v);
  }
}
