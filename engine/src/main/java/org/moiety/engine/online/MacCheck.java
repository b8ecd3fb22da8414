package org.moiety.engine.online;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.RankOne;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Commitment;
import org.moiety.engine.random.ElementStream;
import org.moiety.engine.random.Seed;
import org.moiety.engine.share.Mac;
import org.moiety.engine.share.MacSums;

/// The MAC check at one party: all values that were opened since the last one, together.
///
/// 1. A coin toss, committed to and then opened, now that the openings are fixed, gives coefficients `u_k v_k^T` for each opened array x_k.
/// 2. sigma_i = sum of u_k^T (gamma_i(x_k) - Delta_i x_k) v_k.
/// 3. sigma_0 and sigma_1 are committed to, opened, and must add up to zero.
///
/// Of a value that one party alone received, the other needs its sum under the coefficients, in step 2. It is hidden by a dealt element rho that the receiver
/// alone knows: the receiver sends w = u^T x v + rho, and rho's MAC joins the sum.
///
/// | paper | here |
/// | --- | --- |
/// | Delta_i | `material.macKey()` |
/// | gamma_i(x) | [Mac] |
/// | sigma_i | `sums.total(key)` |
///
/// A check sends 176 bytes each way in four rounds, whatever the number of values, and 16 more from who alone received something; the session's first one 32 bytes
/// and a round more. A session has one check at a time, for one thread drives a role. Source: Damgård et al. 2012 (SPDZ), Damgård et al. 2013 (checks without a broken key).
final class MacCheck {
  /// Entries that may wait for a check. With each waits its MAC share and that of the product it comes from: 100 MB, and what the check reads of operands.
  private static final long MAX_PENDING = 1 << 21;

  private final Field field;
  private final int party;
  private final Wire wire;
  private final Preprocessing material;
  private final Observer observer;
  private final CommittedExchange committed;
  private final List<Opened> pending = new ArrayList<>();
  private @Nullable FieldArray key;
  private long pendingEntries;
  private boolean ended;

  /// @param value null where this party did not receive it
  /// @param rho dealt for an array that one party alone received; the element is null at the other party
  private record Opened(@Nullable FieldArray value, Mac mac, int length, @Nullable Rho rho, List<Runnable> holds) {
    @Override
    public String toString() {
      return "Opened[" + length + "]";
    }
  }

  private record Rho(@Nullable FieldArray element, FieldArray gamma) {
    @Override
    public String toString() {
      return "Rho";
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
  void record(FieldArray value, Mac mac) {
    requireAlive();
    pending.add(new Opened(value, mac, value.length(), null, hold(value, mac)));
    pendingEntries += value.length();
  }

  /// Notes what one party received.
  ///
  /// @param value null at the other party
  void recordForOne(int receiver, @Nullable FieldArray value, int length, Mac mac) {
    requireAlive();
    Rho rho = new Rho(material.inputMask(receiver, 1), material.mac(1));
    pending.add(new Opened(value, mac, length, rho, hold(value, mac)));
  }

  private List<Runnable> hold(@Nullable FieldArray value, Mac mac) {
    List<Runnable> holds = new ArrayList<>();
    if (value != null) {
      holds.add(field.lend(value));
    }
    mac.forEach(array -> holds.add(field.lend(array)));
    return holds;
  }

  /// Number of arrays that wait for a check.
  int pending() {
    return pending.size();
  }

  /// Whether no more should be opened before a check.
  boolean isFull() {
    return pendingEntries >= MAX_PENDING;
  }

  void requireAlive() {
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
    pendingEntries = 0;
  }

  private void run() {
    Seed coin = toss();
    MacSums sums = new MacSums(field);
    for (int k = 0; k < pending.size(); k++) {
      Opened opened = pending.get(k);
      RankOne coefficients = coefficients(coin, k, opened);
      observer.weighs(opened.value, coefficients);
      opened.mac.weigh(coefficients, opened.rho == null ? opened.value : null, sums);
      if (opened.rho != null) {
        subtract(opened.value, opened.rho, coefficients, sums);
      }
      field.release(coefficients.u());
      field.release(coefficients.v());
    }
    compare(sums.total(key()));
  }

  private Seed toss() {
    byte[] own = Commitment.nonce();
    byte[] theirs = committed.exchange("coin", own);
    return party == 0 ? Seed.ofCoin(own, theirs) : Seed.ofCoin(theirs, own);
  }

  private RankOne coefficients(Seed coin, int k, Opened opened) {
    int rows = opened.mac.rows() > 0 ? opened.mac.rows() : RankOne.rows(opened.length);
    FieldArray u = field.array(rows);
    FieldArray v = field.array(opened.length / rows);
    ElementStream stream = coin.stream(new Address("coefficients", 0, k), 0);
    stream.next(field, u, 0, u.length());
    stream.next(field, v, 0, v.length());
    return new RankOne(u, v);
  }

  /// Step 2 for what one party alone received.
  private void subtract(@Nullable FieldArray value, Rho rho, RankOne coefficients, MacSums sums) {
    sums.addMac(rho.gamma);
    FieldArray element = rho.element;
    sums.subtractOpen(
        value == null || element == null ? wire.receive(1) : sent(field.add(coefficients.of(field, value), element)));
  }

  private FieldArray sent(FieldArray w) {
    wire.sendUncounted(w);
    return w;
  }

  /// sigma_0 + sigma_1 = 0, in canonical words.
  private void compare(FieldArray sigma) {
    FieldArray total = field.add(sigma, element(committed.exchange("sum", bytes(sigma))));
    observer.checks(pending.size(), sigma, total);
    ByteBuffer sum = ByteBuffer.wrap(bytes(total));
    long high = sum.getLong();
    if ((high | sum.getLong()) != 0) {
      throw new CheatingDetectedException("the MAC check of " + pending.size() + " opened arrays failed");
    }
  }

  private byte[] bytes(FieldArray element) {
    long[][] words = field.planes(element);
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(words[0][0]).putLong(words[1][0]).array();
  }

  private FieldArray element(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    try {
      return field.ofWords(new long[]{words.getLong()}, new long[]{words.getLong()});
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

  /// Nothing of the session can be used from here on: key and material are overwritten.
  void destroy() {
    ended = true;
    pending.clear();
    material.destroy();
    if (key != null) {
      field.subtract(key, key, key, 0, 1);
    }
  }
}
