package org.moiety.engine.online;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.RankOne;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.random.Seed;
import org.moiety.engine.share.Derivation;

/// The MAC check at one party: all values that were opened since the last one, together.
///
/// 1. Now that the openings are fixed, both parties tell their shares of a coin, which the dealer dealt with MACs. It gives coefficients `u_k v_k^T` for each
///    opened array x_k.
/// 2. sigma_i is party i's share of Delta times the sum of `u_k^T (x_k - what was opened) v_k`. In that sum a secret is what follows from masked ones
///    ([Derivation]), so it has public parts, and parts with masks: their MACs the dealer deals, already weighed, for it knows the coin.
/// 3. sigma_0 and sigma_1 are committed to, opened, and must add up to zero.
///
/// Of a value that one party alone received, the other needs its sum under the coefficients, in step 2. It is hidden by a dealt element rho that the receiver
/// alone knows: the receiver sends w = u^T x v + rho.
///
/// | paper | here |
/// | --- | --- |
/// | Delta_i | `material.macKey()` |
/// | gamma_i(a) | `material.mac(...)` |
/// | sigma_i | `sums.total(key)` |
///
/// A check sends 112 bytes each way in three rounds, whatever the number of values, and 16 more from who alone received something; the session's first one 32 bytes
/// and a round more. A session has one check at a time, for one thread drives a role. Source: Damgård et al. 2012 (SPDZ), Damgård et al. 2013 (checks without a broken key).
final class MacCheck {
  private final Field field;
  private final int party;
  private final Wire wire;
  private final Preprocessing material;
  private final Observer observer;
  private final CommittedExchange committed;
  private final CheckSchedule schedule = new CheckSchedule();
  private final List<Opened> pending = new ArrayList<>();
  /// Shares of the MACs that were dealt entry by entry in this iteration.
  private final IdentityHashMap<Derivation.Masked, FieldArray> dealt = new IdentityHashMap<>();
  private @Nullable FieldArray key;
  private boolean ended;

  /// @param value null where this party did not receive it
  /// @param forOne whether one party alone received it
  /// @param rho hides the sum of such an array; null at the other party
  private record Opened(@Nullable FieldArray value, Derivation derivation, int length, int place, boolean forOne,
      @Nullable FieldArray rho, List<Runnable> holds) {
    @Override
    public String toString() {
      return "Opened[" + length + "]";
    }
  }

  MacCheck(Field field, int party, Wire wire, Preprocessing material, Observer observer) {
    this.field = field;
    this.party = party;
    this.wire = wire;
    this.material = material;
    this.observer = observer;
    committed = new CommittedExchange(party, wire);
  }

  /// Notes what both parties received; the arrays must stay as they are until the check.
  void record(FieldArray value, Derivation derivation) {
    requireAlive();
    int length = value.length();
    pending.add(new Opened(value, derivation, length, schedule.add(length), false, null, hold(value, derivation)));
  }

  /// Notes what one party received.
  ///
  /// @param value null at the other party
  void recordForOne(int receiver, @Nullable FieldArray value, int length, Derivation derivation) {
    requireAlive();
    FieldArray rho = material.sumMask(receiver);
    pending.add(new Opened(value, derivation, length, schedule.addForOne(), true, rho, hold(value, derivation)));
  }

  private List<Runnable> hold(@Nullable FieldArray value, Derivation derivation) {
    List<Runnable> holds = new ArrayList<>();
    if (value != null) {
      holds.add(field.lend(value));
    }
    derivation.forEach(array -> holds.add(field.lend(array)));
    return holds;
  }

  /// Number of arrays that wait for a check.
  int pending() {
    return schedule.arrays();
  }

  /// Whether no more should be opened before a check.
  boolean isFull() {
    return schedule.isFull();
  }

  private void requireAlive() {
    if (ended) {
      throw new IllegalStateException("the session has ended");
    }
  }

  /// Checks all that was opened.
  ///
  /// @throws CheatingDetectedException if it was not what the MACs are of; the session is dead then
  void check() {
    requireAlive();
    if (pending.isEmpty()) {
      return;
    }
    wire.meter().checking(this::run);
    pending.forEach(opened -> opened.holds.forEach(Runnable::run));
    pending.clear();
    schedule.clear();
  }

  /// From here on MACs are dealt anew.
  void begin() {
    dealt.values().forEach(field::dismiss);
    dealt.clear();
  }

  private void run() {
    Seed coin = tellCoin();
    PartySums sums = new PartySums(field, material, dealt);
    for (Opened opened : pending) {
      RankOne coefficients = CheckSchedule.coefficients(field, coin, opened.place, opened.derivation, opened.length);
      observer.weighs(opened.value, coefficients);
      opened.derivation.weigh(coefficients, sums);
      sums.subtract(opened.forOne ? hidden(opened, coefficients) : required(opened.value, coefficients));
      field.release(coefficients.u());
      field.release(coefficients.v());
    }
    compare(sums.total(key()));
  }

  private FieldArray required(@Nullable FieldArray value, RankOne coefficients) {
    if (value == null) {
      throw new IllegalStateException("a value that was opened to both parties is missing");
    }
    return coefficients.of(field, value);
  }

  /// Step 1. The dealer gave each party its share s with its tag t, and the other k and l for `t = k s + l`.
  private Seed tellCoin() {
    FieldArray dealt = material.coin();
    FieldArray own = field.slice(dealt, 0, 1);
    wire.send(words(own, field.slice(dealt, 1, 1)));
    long[] words = wire.receiveWords(4);
    FieldArray theirs = element(words[0], words[1]);
    FieldArray expected = field.multiply(field.slice(dealt, 2, 1), theirs);
    field.add(expected, field.slice(dealt, 3, 1), expected, 0, 1);
    if (!isZero(field.subtract(expected, element(words[2], words[3])))) {
      throw new CheatingDetectedException("the coin of a check is not the one that was dealt");
    }
    return party == 0 ? CheckSchedule.coin(field, own, theirs) : CheckSchedule.coin(field, theirs, own);
  }

  private long[] words(FieldArray first, FieldArray second) {
    return LongBuffer.allocate(4).put(word(first, 0)).put(word(first, 1)).put(word(second, 0)).put(word(second, 1))
        .array();
  }

  private long word(FieldArray element, int plane) {
    return field.planes(element)[plane][0];
  }

  /// Step 2 for what one party alone received.
  private FieldArray hidden(Opened opened, RankOne coefficients) {
    FieldArray value = opened.value;
    FieldArray rho = opened.rho;
    return value == null || rho == null
        ? wire.receive(1)
        : sent(field.add(coefficients.of(field, value), rho));
  }

  private FieldArray sent(FieldArray w) {
    wire.sendUncounted(w);
    return w;
  }

  /// sigma_0 + sigma_1 = 0.
  private void compare(FieldArray sigma) {
    FieldArray total = field.add(sigma, element(committed.exchange("sum", CheckSchedule.bytes(field, sigma))));
    observer.checks(pending.size(), sigma, total);
    if (!isZero(total)) {
      throw new CheatingDetectedException("the MAC check of " + pending.size() + " opened arrays failed");
    }
  }

  /// In canonical words.
  private boolean isZero(FieldArray element) {
    return (word(element, 0) | word(element, 1)) == 0;
  }

  private FieldArray element(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    return element(words.getLong(), words.getLong());
  }

  private FieldArray element(long high, long low) {
    try {
      return field.ofWords(new long[]{high}, new long[]{low});
    } catch (IllegalArgumentException e) {
      throw new TransportException("malformed message: " + e.getMessage());
    }
  }

  private FieldArray key() {
    FieldArray present = key;
    if (present == null) {
      present = material.macKey();
      field.keep(present);
      key = present;
    }
    return present;
  }

  /// There is no check from here on: the key is overwritten.
  void destroy() {
    ended = true;
    pending.clear();
    dealt.clear();
    schedule.clear();
    if (key != null) {
      field.subtract(key, key, key, 0, 1);
    }
  }
}
