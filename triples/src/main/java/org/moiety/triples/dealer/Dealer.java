package org.moiety.triples.dealer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.InputTable;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream.Use;
import org.moiety.engine.random.Seed;

/// The trusted dealer: runs the parties' program with masks in the place of secrets, and sends party 1 its shares of products and quotients. It asks
/// nothing and is asked nothing, so it runs ahead as far as the channel holds.
///
/// What a secret holds here is its mask a = a_0 + a_1 or, under [MaskPolicy#FUSED], the difference a_0 - a_1; nothing while it is not masked.
public final class Dealer implements Role {
  private final Field field;
  private final MaskPolicy masks;
  private final TruncationMethod truncationMethod;
  private final SessionSeeds seeds;
  private final Channel party1;
  private final Meter meter;
  private final Addresses addresses = new Addresses();
  private int tables;

  public Dealer(Field field, MaskPolicy masks, TruncationMethod truncationMethod, SessionSeeds seeds, Channel party1,
      Meter meter) {
    this.field = field;
    this.masks = masks;
    this.truncationMethod = truncationMethod;
    this.seeds = seeds;
    this.party1 = party1;
    this.meter = meter;
  }

  @Override
  public Field field() {
    return field;
  }

  @Override
  public MaskPolicy masks() {
    return masks;
  }

  @Override
  public int party() {
    return -1;
  }

  @Override
  public void begin(long iteration) {
    addresses.begin(iteration);
  }

  @Override
  public void enter(String layer, Meter.Phase phase) {
    meter.enter(layer, phase);
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public TruncationRisk truncationRisk() {
    return new TruncationRisk();
  }

  @Override
  public InputTable table(int owner, int rows, int rowLength, boolean keep) {
    int number = tables++;
    return (chosen, value) -> {
      if (masks != MaskPolicy.FUSED) {
        return new Masked(chosen.length * rowLength, null);
      }
      FieldArray mask = field.zeros(chosen.length * rowLength);
      try (Profile.Span _ = Profile.on(Activity.GENERATOR)) {
        field.workers().range(chosen.length, Math.ceilDiv(4 * Field.PIECE, Math.max(1, rowLength)), (from, to) -> {
          for (int i = from; i < to; i++) {
            seeds.party(owner).stream(Addresses.input(number, chosen[i]), 0).next(field, mask, i * rowLength,
                (i + 1) * rowLength);
          }
        });
      }
      return inputOf(owner, mask);
    };
  }

  @Override
  public Secret input(int owner, int length, Supplier<FieldArray> value) {
    Address address = addresses.next(Addresses.INPUT);
    return masks == MaskPolicy.FUSED
        ? inputOf(owner, Uniform.array(field, seeds.party(owner), address, length))
        : new Masked(length, null);
  }

  /// The owner has the whole mask: a_0 - a_1 is the mask, or its negative.
  private Masked inputOf(int owner, FieldArray mask) {
    return new Masked(mask.length(), owner == 0 ? mask : field.negate(mask));
  }

  @Override
  public Secret importShare(int length, Supplier<FieldArray> share) {
    return new Masked(length, null);
  }

  @Override
  public @Nullable FieldArray exportShare(Secret x) {
    return null;
  }

  private final class Masked implements Secret {
    private final int length;
    private @Nullable FieldArray mask;
    private int keeps;

    Masked(int length, @Nullable FieldArray mask) {
      this.length = length;
      this.mask = mask;
    }

    private Dealer owner() {
      return Dealer.this;
    }

    private Masked of(Secret y) {
      if (y instanceof Masked masked && masked.owner() == Dealer.this) {
        return masked;
      }
      throw new IllegalArgumentException("operands of different roles");
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public Secret map(LinearMap f) {
      f.checkInput(length);
      return new Masked(f.outputLength(), mask == null ? null : f.apply(field, mask));
    }

    @Override
    public Secret plus(Secret y) {
      FieldArray other = of(y).mask;
      return new Masked(length, mask == null || other == null ? null : field.add(mask, other));
    }

    @Override
    public Secret minus(Secret y) {
      FieldArray other = of(y).mask;
      return new Masked(length, mask == null || other == null ? null : field.subtract(mask, other));
    }

    @Override
    public Secret plus(LinearMap f, Secret y) {
      FieldArray other = of(y).mask;
      return new Masked(length, mask == null || other == null ? null : f.applyPlus(field, other, mask));
    }

    /// A public constant does not change the mask.
    @Override
    public Secret combine(List<Element> factors, List<Secret> others, Element constant) {
      List<FieldArray> terms = new ArrayList<>();
      for (Secret term : Stream.concat(Stream.of(this), others.stream()).toList()) {
        FieldArray present = of(term).mask;
        if (present == null) {
          return new Masked(length, null);
        }
        terms.add(present);
      }
      return new Masked(length, field.combine(factors, terms, Element.ZERO));
    }

    @Override
    public Secret plusPublic(Element c) {
      return new Masked(length, mask);
    }

    @Override
    public Secret productPublic(BilinearMap f, FieldArray y) {
      return new Masked(f.resultLength(), mask == null ? null : f.apply(field, mask, y));
    }

    @Override
    public Secret masked() {
      if (masks.keepsMasks()) {
        require();
      }
      return this;
    }

    /// The mask; a fresh one where there is none.
    private FieldArray require() {
      FieldArray present = mask;
      if (present == null) {
        present = freshMask(length);
        mask = present;
        for (int i = 0; i < keeps; i++) {
          field.keep(present);
        }
      }
      return present;
    }

    @Override
    public Secret product(BilinearMap f, Secret y) {
      Masked right = of(y);
      f.checkInputs(length, right.length);
      if (masks.keepsMasks()) {
        dealProduct(f, require(), right.require());
      } else {
        BilinearMap core = f.lowering().core();
        FieldArray a = freshMask(core.leftLength());
        FieldArray b = freshMask(core.rightLength());
        dealProduct(core, a, b);
        field.release(a);
        field.release(b);
      }
      return new Masked(f.resultLength(), null);
    }

    @Override
    public Secret truncate(Truncation t) {
      return new Masked(length, truncationMethod == TruncationMethod.LOCAL ? null : dealTruncation(length, t));
    }

    @Override
    public void keep() {
      keeps++;
      if (mask != null) {
        field.keep(mask);
      }
    }

    @Override
    public void dismiss() {
      keeps--;
      if (mask != null) {
        field.dismiss(mask);
      }
    }

    @Override
    public @Nullable FieldArray reveal(Receiver receiver) {
      return null;
    }

    @Override
    public String toString() {
      return "Secret[" + length + "]";
    }
  }

  private FieldArray freshMask(int length) {
    Address address = addresses.next(Addresses.MASK);
    FieldArray mask = Uniform.array(field, seeds.party0(), address, length);
    Uniform.use(field, masks == MaskPolicy.FUSED ? Use.SUBTRACT : Use.ADD, seeds.party1(), address, mask);
    return mask;
  }

  /// c_1 = f(a, b) - c_0; under FUSED c'_1 = -f(a_0 - a_1, b_0 - b_1) - c'_0, the sign taken to the shorter operand.
  private void dealProduct(BilinearMap f, FieldArray a, FieldArray b) {
    Address address = addresses.next(Addresses.PRODUCT);
    boolean minus = masks == MaskPolicy.FUSED;
    if (f.isElementwise()) {
      send(elementwiseProduct(a, b, minus).then(Uniform.step(field, Use.SUBTRACT, seeds.party0(), address)).run());
      return;
    }
    FieldArray c = minus ? minusProduct(f, a, b) : f.apply(field, a, b);
    Uniform.use(field, Use.SUBTRACT, seeds.party0(), address, c);
    send(c);
  }

  private Sweep elementwiseProduct(FieldArray a, FieldArray b, boolean minus) {
    Sweep c = Sweep.of(field, a).then((in, into, from, to) -> field.multiply(in, b, into, from, to));
    return minus ? c.then((in, into, from, to) -> field.negate(in, into, from, to)) : c;
  }

  private FieldArray minusProduct(BilinearMap f, FieldArray a, FieldArray b) {
    boolean left = a.length() < b.length();
    FieldArray minus = field.negate(left ? a : b);
    FieldArray c = left ? f.apply(field, minus, b) : f.apply(field, a, minus);
    field.release(minus);
    return c;
  }

  /// q = floor((r_0 + r_1) / D), q_1 = q - q_0.
  ///
  /// @return the difference of the shares of the result's mask -q under FUSED: q_1 - q_0; null otherwise
  private @Nullable FieldArray dealTruncation(int length, Truncation t) {
    Address masksAddress = addresses.next(Addresses.TRUNCATION_MASK);
    Sweep.Step drawMask0 = Uniform.step(field, Use.SET, seeds.party0(), masksAddress);
    Sweep.Step addMask1 = Uniform.step(field, Use.ADD, seeds.party1(), masksAddress);
    Sweep.Step drawQuotient = Uniform.step(field, Use.SET, seeds.party0(),
        addresses.next(Addresses.TRUNCATION_QUOTIENT));
    boolean masked = masks == MaskPolicy.FUSED;
    FieldArray q = field.array(length);
    FieldArray q0 = field.array(length);
    field.inPieces(length, (from, to) -> {
      drawMask0.run(q, q, from, to);
      addMask1.run(q, q, from, to);
      field.floorDivide(q, t.divisor(), q, from, to);
      drawQuotient.run(q0, q0, from, to);
      field.subtract(q, q0, q, from, to);
      if (masked) {
        field.subtract(q, q0, q0, from, to);
      }
    });
    send(q);
    if (masked) {
      return q0;
    }
    field.release(q0);
    return null;
  }

  /// Sends an array that is not used any more.
  private void send(FieldArray share) {
    Frame frame = new Frame(field.lend(share), field.planes(share));
    try (Profile.Span _ = Profile.on(Activity.PEER)) {
      field.workers().waiting(() -> {
        party1.send(frame);
        return frame;
      });
    }
    meter.sent(share.length(), frame.bytes());
    field.release(share);
  }
}
