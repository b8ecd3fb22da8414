package org.moiety.triples.dealer;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream.Use;
import org.moiety.engine.random.Seed;

/// A party's material from a dealer: all from the party's seed, but for party 1's shares of what the dealer computes, which come over a channel.
public final class DealtMaterial implements Preprocessing {
  private final int party;
  private final Field field;
  private final Seed seed;
  private final @Nullable Channel dealer;
  private final LongConsumer spending;
  private final Addresses addresses = new Addresses();
  private boolean destroyed;

  private DealtMaterial(int party, Field field, Seed seed, @Nullable Channel dealer, LongConsumer spending) {
    this.party = party;
    this.field = field;
    this.seed = seed;
    this.dealer = dealer;
    this.spending = spending;
  }

  /// Party 0 needs its seed alone.
  public static DealtMaterial party0(Field field, Seed seed) {
    return party0(field, seed, iteration -> {
    });
  }

  /// @param spending told of each iteration before anything of it is used
  public static DealtMaterial party0(Field field, Seed seed, LongConsumer spending) {
    return new DealtMaterial(0, field, seed, null, spending);
  }

  public static DealtMaterial party1(Field field, Seed seed, Channel dealer) {
    return party1(field, seed, dealer, iteration -> {
    });
  }

  /// @param spending told of each iteration before anything of it is used
  public static DealtMaterial party1(Field field, Seed seed, Channel dealer, LongConsumer spending) {
    return new DealtMaterial(1, field, seed, dealer, spending);
  }

  @Override
  public void begin(long iteration) {
    addresses.begin(iteration);
    spending.accept(iteration);
  }

  @Override
  public @Nullable FieldArray inputMask(int owner, int length) {
    Address address = addresses.next(Addresses.INPUT);
    return owner == party ? Uniform.array(field, seed, address, length) : null;
  }

  @Override
  public void inputMask(int table, int row, FieldArray into, int offset, int length) {
    try (Profile.Span _ = Profile.on(Activity.GENERATOR)) {
      seed.stream(Addresses.input(table, row), 0).next(field, into, offset, offset + length);
    }
  }

  @Override
  public FieldArray mask(int length) {
    return Uniform.array(field, seed, addresses.next(Addresses.MASK), length);
  }

  @Override
  public FieldArray handedMask(int length) {
    Address address = addresses.next(Addresses.HANDED);
    return dealer == null ? Uniform.array(field, seed, address, length) : receive(dealer, length);
  }

  @Override
  public Sweep.Step truncationMask(int length) {
    return Uniform.step(field, Use.ADD, seed, addresses.next(Addresses.TRUNCATION_MASK));
  }

  @Override
  public Sweep.Step truncationQuotient(int length, long divisor) {
    Address address = addresses.next(Addresses.TRUNCATION_QUOTIENT);
    return dealer == null
        ? Uniform.step(field, Use.SUBTRACT, seed, address)
        : new Received(receive(dealer, length), true);
  }

  @Override
  public Sweep.Step product(int length) {
    Address address = addresses.next(Addresses.PRODUCT);
    return dealer == null
        ? Uniform.step(field, Use.ADD, seed, address)
        : new Received(receive(dealer, length), false);
  }

  @Override
  public FieldArray macKey() {
    return Uniform.array(field, seed, Addresses.macKey(), 1);
  }

  /// Party 0 draws s, t, k and l; party 1 draws s and k, and is dealt the t and l that fit.
  @Override
  public FieldArray coin() {
    Address address = addresses.next(Addresses.COIN);
    if (dealer == null) {
      return Uniform.array(field, seed, address, 4);
    }
    FieldArray drawn = Uniform.array(field, seed, address, 2);
    FieldArray dealt = receive(dealer, 2);
    FieldArray coin = field.array(4);
    for (int i = 0; i < 2; i++) {
      field.copy(drawn, i, coin, 2 * i, 1);
      field.copy(dealt, i, coin, 2 * i + 1, 1);
    }
    field.release(drawn);
    field.release(dealt);
    return coin;
  }

  @Override
  public @Nullable FieldArray sumMask(int receiver) {
    Address address = addresses.next(Addresses.SUM_MASK);
    return receiver == party ? Uniform.array(field, seed, address, 1) : null;
  }

  @Override
  public FieldArray mac(int length) {
    Address address = addresses.next(Addresses.MAC);
    return dealer == null ? Uniform.array(field, seed, address, length) : receive(dealer, length);
  }

  @Override
  public void destroy() {
    destroyed = true;
    seed.destroy();
  }

  /// Adds or subtracts a share from the dealer.
  private final class Received implements Sweep.Step {
    private final FieldArray share;
    private final boolean subtract;

    Received(FieldArray share, boolean subtract) {
      this.share = share;
      this.subtract = subtract;
    }

    @Override
    public void run(FieldArray in, FieldArray into, int from, int to) {
      if (subtract) {
        field.subtract(in, share, into, from, to);
      } else {
        field.add(in, share, into, from, to);
      }
    }

    @Override
    public void end() {
      field.release(share);
    }
  }

  private FieldArray receive(Channel from, int length) {
    if (destroyed) {
      throw new IllegalStateException("the material was destroyed");
    }
    Frame frame = await(from);
    if (frame.planes().length != 2 || frame.planes()[0].length != length || frame.planes()[1].length != length) {
      throw new TransportException("malformed material: " + frame.bytes() + " bytes, expected " + 16L * length);
    }
    try {
      return field.ofWords(frame.planes()[0], frame.planes()[1], frame.read());
    } catch (IllegalArgumentException e) {
      throw new TransportException("malformed material: " + e.getMessage());
    }
  }

  private Frame await(Channel from) {
    try (Profile.Span _ = Profile.on(Activity.DEALER)) {
      return field.workers().waiting(from::receive);
    }
  }
}
