package org.moiety.triples.dealer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.map.RankOne;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.CheckSchedule;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream.Use;
import org.moiety.engine.random.Seed;
import org.moiety.engine.share.Derivation;
import org.moiety.engine.share.MacSums;

/// What the dealer deals for MAC checks: it knows a check's coin before the parties do, so it weighs the masks of what they open, and deals the MACs of sums instead of
/// those of every mask.
///
/// For a check it sends party 1, in this order: the tag t' of its half of the coin, the l' for party 0's, its shares of the MACs of weighed masks as [MacSums] asks for them, and that of the sum of all that
/// masks alone make. Party 0 has its shares from its seed.
final class DealtCheck {
  private final Field field;
  private final SessionSeeds seeds;
  private final Addresses addresses;
  private final Meter meter;
  private final Consumer<FieldArray> party1;
  private final FieldArray macKey;
  private final CheckSchedule schedule = new CheckSchedule();
  /// Whose MACs were dealt entry by entry in this iteration.
  private final Set<Derivation.Masked> dealt = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Sums sums;

  /// @param party1 sends an array, which ends
  DealtCheck(Field field, SessionSeeds seeds, Addresses addresses, Meter meter, Consumer<FieldArray> party1) {
    this.field = field;
    this.seeds = seeds;
    this.addresses = addresses;
    this.meter = meter;
    this.party1 = party1;
    macKey = drawKey();
  }

  /// Delta = Delta_0 + Delta_1.
  private FieldArray drawKey() {
    FieldArray key = Uniform.array(field, seeds.party0(), Addresses.macKey(), 1);
    Uniform.use(field, Use.ADD, seeds.party1(), Addresses.macKey(), key);
    field.keep(key);
    return key;
  }

  /// Notes what both parties receive.
  ///
  /// @param masks of it: the difference from what is opened is zero, with what the parties know
  void record(Derivation masks, int length) {
    weigh(masks, schedule.add(length), length);
  }

  /// Deals a check where the parties make one because so much was opened: when both have the opened array, and all that is made of it.
  void checkIfFull() {
    if (schedule.isFull()) {
      check();
    }
  }

  /// Notes what one party alone receives, whose sum is hidden by the element rho.
  void recordForOne(Derivation masks, int length, FieldArray rho) {
    weigh(masks, schedule.addForOne(), length).add(rho);
  }

  private Sums weigh(Derivation masks, int place, int length) {
    Sums present = sums;
    if (present == null) {
      present = new Sums();
      sums = present;
    }
    RankOne coefficients = CheckSchedule.coefficients(field, present.coin, place, masks, length);
    masks.weigh(coefficients, present);
    field.release(coefficients.u());
    field.release(coefficients.v());
    return present;
  }

  /// Deals what the parties need for the check that they make now, if anything was opened.
  void check() {
    Sums present = sums;
    if (present != null) {
      meter.checking(present::deal);
      sums = null;
      schedule.clear();
    }
  }

  /// Deals what is due, and begins an iteration.
  void begin() {
    check();
    dealt.clear();
  }

  /// Overwrites the key, and forgets what was due.
  void destroy() {
    field.subtract(macKey, macKey, macKey, 0, 1);
    Sums present = sums;
    if (present != null) {
      present.destroy();
      sums = null;
    }
    dealt.clear();
    schedule.clear();
  }

  private final class Sums extends MacSums {
    private final Seed coin;
    private final FieldArray tagAndOffset;
    private final List<FieldArray> due = new ArrayList<>();
    private final List<Runnable> holds = new ArrayList<>();

    Sums() {
      super(field);
      Address address = addresses.next(Addresses.COIN);
      FieldArray of0 = Uniform.array(field, seeds.party0(), address, 4);
      FieldArray of1 = Uniform.array(field, seeds.party1(), address, 2);
      coin = CheckSchedule.coin(field, of0, of1);
      tagAndOffset = tagAndOffset(of0, of1);
      holds.add(field.lend(sum()));
      holds.add(field.lend(tagAndOffset));
    }

    /// Of party 0's s, t, k, l and party 1's s', k': the tag `t' = k s' + l` and `l' = t - k' s`.
    private FieldArray tagAndOffset(FieldArray of0, FieldArray of1) {
      FieldArray s = field.slice(of0, 0, 1);
      FieldArray t = field.slice(of0, 1, 1);
      FieldArray k = field.slice(of0, 2, 1);
      FieldArray l = field.slice(of0, 3, 1);
      FieldArray result = field.array(2);
      field.copy(field.add(field.multiply(k, field.slice(of1, 0, 1)), l), 0, result, 0, 1);
      field.copy(field.subtract(t, field.multiply(field.slice(of1, 1, 1), s)), 0, result, 1, 1);
      return result;
    }

    @Override
    protected void addMac(FieldArray one) {
      throw new IllegalStateException("the dealer has no shares of MACs");
    }

    @Override
    protected void addProduct(FieldArray left, FieldArray right) {
      add(RankOne.inner(field, left, right));
      deal(right);
      deal(left);
      field.release(right);
      field.release(left);
    }

    @Override
    protected @Nullable FieldArray mac(Derivation.Masked x) {
      Derivation.Masked of = x.multiple() == null ? x : x.multiple().of();
      if (dealt.add(of)) {
        deal(of.part());
      }
      return null;
    }

    private void deal(FieldArray mask) {
      holds.add(field.lend(mask));
      due.add(mask);
    }

    private void deal() {
      party1.accept(field.slice(tagAndOffset, 0, 2));
      due.forEach(this::send);
      send(sum());
      holds.forEach(Runnable::run);
    }

    private void destroy() {
      coin.destroy();
      holds.forEach(Runnable::run);
    }

    /// Party 1's share of the MAC: gamma_1 = Delta x - gamma_0.
    private void send(FieldArray mask) {
      party1.accept(Sweep.of(field, mask).then((in, into, from, to) -> field.scale(in, macKey, into, from, to))
          .then(Uniform.step(field, Use.SUBTRACT, seeds.party0(), addresses.next(Addresses.MAC))).run());
    }
  }
}
