package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.RankOne;
import org.moiety.engine.online.Observer;
import org.moiety.engine.online.Receiver;

/// Keeps what one role of a lesson's session does, under the names of the places in its program, and what the program notes.
final class Recorder implements Observer {
  /// What a role does.
  enum Act {
    DRAW, SEND, RECEIVE, OPEN, REVEAL, WEIGH, CHECK
  }

  /// Something that a role did.
  ///
  /// @param place where in the program
  /// @param purpose of what is drawn; else empty
  /// @param values elements; of an opening, both shares one after the other; of a check, sigma and the total
  record Event(String place, Act act, String purpose, List<BigInteger> values) {}

  private final Field field;
  private final List<Event> events = new ArrayList<>();
  private final Map<String, List<BigInteger>> notes = new HashMap<>();
  private String place = "";
  private long wordBytes;

  /// @param field for reading elements, on the role's thread
  Recorder(Field field) {
    this.field = field;
  }

  private void add(Act act, String purpose, FieldArray... arrays) {
    List<BigInteger> values = new ArrayList<>();
    for (FieldArray array : arrays) {
      values.addAll(LessonField.integers(field, array));
    }
    events.add(new Event(place, act, purpose, values));
  }

  /// Keeps what the program says under a name; nothing where it is null.
  void note(String name, @Nullable FieldArray values) {
    if (values != null) {
      notes.put(name, LessonField.integers(field, values));
    }
  }

  /// What the program noted.
  List<BigInteger> noted(String name) {
    List<BigInteger> values = notes.get(name);
    if (values == null) {
      throw new IllegalStateException("nothing was noted as " + name);
    }
    return values;
  }

  boolean hasNoted(String name) {
    return notes.containsKey(name);
  }

  /// All that the role did of one kind in one place of the program.
  List<List<BigInteger>> all(String where, Act act, String purpose) {
    return events.stream()
        .filter(event -> event.place().equals(where) && event.act() == act && event.purpose().equals(purpose))
        .map(Event::values).toList();
  }

  /// The first of [#all].
  List<BigInteger> first(String where, Act act, String purpose) {
    List<List<BigInteger>> found = all(where, act, purpose);
    if (found.isEmpty()) {
      throw new IllegalStateException("no " + act + " " + purpose + " in " + where);
    }
    return found.getFirst();
  }

  List<BigInteger> drawn(String where, String purpose) {
    return first(where, Act.DRAW, purpose);
  }

  List<BigInteger> sent(String where) {
    return first(where, Act.SEND, "");
  }

  boolean hasDrawn(String where, String purpose) {
    return !all(where, Act.DRAW, purpose).isEmpty();
  }

  boolean hasDone(String where, Act act) {
    return !all(where, act, "").isEmpty();
  }

  /// How many field elements were sent in one place.
  long sentCount(String where) {
    return all(where, Act.SEND, "").stream().mapToLong(List::size).sum();
  }

  /// Both shares of what was opened, added.
  List<BigInteger> opened(String where, BigInteger p) {
    List<BigInteger> shares = first(where, Act.OPEN, "");
    int length = shares.size() / 2;
    List<BigInteger> sums = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      sums.add(shares.get(i).add(shares.get(length + i)).mod(p));
    }
    return sums;
  }

  /// Bytes of messages that were no field elements.
  long wordBytes() {
    return wordBytes;
  }

  @Override
  public void enters(String layer, Meter.Phase phase) {
    place = layer;
  }

  @Override
  public void draws(String purpose, FieldArray share) {
    add(Act.DRAW, purpose, share);
  }

  @Override
  public void sends(FieldArray values) {
    add(Act.SEND, "", values);
  }

  @Override
  public void receives(FieldArray values) {
    add(Act.RECEIVE, "", values);
  }

  @Override
  public void sends(long[] words) {
    wordBytes += (long) Long.BYTES * words.length;
  }

  @Override
  public void opens(FieldArray own, FieldArray other) {
    add(Act.OPEN, "", own, other);
  }

  @Override
  public void reveals(Receiver receiver, FieldArray share, @Nullable FieldArray value) {
    add(Act.REVEAL, "", share);
  }

  @Override
  public void weighs(@Nullable FieldArray value, RankOne coefficients) {
    add(Act.WEIGH, "", coefficients.entries(field));
  }

  @Override
  public void checks(int arrays, FieldArray sigma, FieldArray total) {
    add(Act.CHECK, "", sigma, total);
  }
}
