package org.moiety.triples.dealer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.InputTable;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Observer;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.ElementStream.Use;
import org.moiety.engine.random.Seed;

/// The trusted dealer: runs the parties' program with masks in the place of secrets, and sends party 1 its shares of products and quotients. It asks
/// nothing and is asked nothing, so it runs ahead as far as the channel holds.
///
/// What a secret holds here is its mask a = a_0 + a_1 or, under [MaskPolicy#FUSED], the difference a_0 - a_1; nothing while it is not masked. With active
/// security it holds both, for MACs are of the mask itself: what is dealt is followed by party 1's share of its MAC, gamma_1 = Delta x - gamma_0. Only f(a, b) of products gets
/// its MAC when the secret is opened, in one with the mask of a truncation: until then a secret holds what it has of them.
public final class Dealer implements Role {
  private final Field field;
  private final MaskPolicy masks;
  private final TruncationMethod truncationMethod;
  private final SessionSeeds seeds;
  private final @Nullable FieldArray macKey;
  private final Channel party1;
  private final Meter meter;
  private final Observer observer;
  private final Addresses addresses = new Addresses();
  private int tables;

  public Dealer(Field field, Protocol protocol, SessionSeeds seeds, Channel party1, Meter meter) {
    this(field, protocol, seeds, party1, meter, Observer.NONE);
  }

  /// With somebody who watches.
  public Dealer(Field field, Protocol protocol, SessionSeeds seeds, Channel party1, Meter meter, Observer observer) {
    this.field = field;
    masks = protocol.masks();
    truncationMethod = protocol.truncation();
    this.seeds = seeds;
    macKey = protocol.security() == Security.MALICIOUS ? drawKey() : null;
    this.party1 = party1;
    this.meter = meter;
    this.observer = observer;
  }

  /// Delta = Delta_0 + Delta_1.
  private FieldArray drawKey() {
    FieldArray key = Uniform.array(field, seeds.party0(), Addresses.macKey(), 1);
    Uniform.use(field, Use.ADD, seeds.party1(), Addresses.macKey(), key);
    return key;
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
  public Security security() {
    return macKey == null ? Security.SEMI_HONEST : Security.MALICIOUS;
  }

  @Override
  public int party() {
    return -1;
  }

  @Override
  public void begin(long iteration) {
    observer.begins(iteration);
    addresses.begin(iteration);
    meter.begin(iteration);
  }

  @Override
  public void end() {
    if (macKey != null) {
      field.subtract(macKey, macKey, macKey, 0, 1);
    }
  }

  @Override
  public void enter(String layer, Meter.Phase phase) {
    meter.enter(layer, phase);
    observer.enters(layer, phase);
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
    dealMac(mask);
    return new Masked(mask.length(), owner == 0 ? mask : field.negate(mask), macKey == null ? null : mask, null);
  }

  /// Under active security both parties input their shares.
  @Override
  public Secret importShare(int length, Supplier<FieldArray> share) {
    if (macKey != null) {
      return input(0, length, share).plus(input(1, length, share));
    }
    return new Masked(length, null);
  }

  @Override
  public @Nullable FieldArray exportShare(Secret x) {
    return null;
  }

  @Override
  public void requireZero(Secret x, String what) {
    x.reveal(Receiver.BOTH);
  }

  @Override
  public Handover handOver(List<Secret> secrets, Handover.@Nullable Seal seal) {
    List<byte[]> masksOfSecrets = new ArrayList<>();
    for (Secret secret : secrets) {
      if (!(secret instanceof Masked x) || x.owner() != this) {
        throw new IllegalArgumentException("operands of different roles");
      }
      FieldArray r = freshMask(addresses.next(Addresses.MASK), x.length, Use.ADD);
      dealMac(r);
      x.dealMacOfProducts();
      masksOfSecrets.add(Codec.toBytes(field, r));
    }
    return new Handover(masksOfSecrets, null);
  }

  @Override
  public List<Secret> takeOver(List<Integer> lengths, Handover.@Nullable Seal seal, Supplier<Handover> handed) {
    return handed.get().values().stream().map(value -> taken(Codec.fromBytes(field, value))).toList();
  }

  /// r in other shares: party 0 expands its own, party 1 gets the rest.
  private Secret taken(FieldArray r) {
    FieldArray first = Uniform.array(field, seeds.party0(), addresses.next(Addresses.HANDED), r.length());
    FieldArray second = field.subtract(r, first);
    send(second);
    dealMac(r);
    return masks == MaskPolicy.FUSED
        ? new Masked(r.length(), field.subtract(first, second), macKey == null ? null : r, null)
        : new Masked(r.length(), null);
  }

  private final class Masked implements Secret {
    private final int length;
    private @Nullable FieldArray mask;
    /// a_0 + a_1 beside a_0 - a_1, with active security.
    private @Nullable FieldArray sum;
    /// The sum of what it has of products of masks, whose MAC was not dealt.
    private @Nullable FieldArray products;
    private int keeps;

    Masked(int length, @Nullable FieldArray mask) {
      this(length, mask, null, null);
    }

    Masked(int length, @Nullable FieldArray mask, @Nullable FieldArray sum, @Nullable FieldArray products) {
      this.length = length;
      this.mask = mask;
      this.sum = sum;
      this.products = products;
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

    /// The image of what is here under a linear map.
    private Masked image(int newLength, UnaryOperator<FieldArray> f) {
      return new Masked(newLength, mask == null ? null : f.apply(mask), sum == null ? null : f.apply(sum),
          products == null ? null : f.apply(products));
    }

    /// @param alone f where there is nothing on the left
    private Masked merged(Masked y, BinaryOperator<FieldArray> f, UnaryOperator<FieldArray> alone) {
      FieldArray both = products == null || y.products == null ? null : f.apply(products, y.products);
      FieldArray right = products != null || y.products == null ? products : alone.apply(y.products);
      return new Masked(length, mask == null || y.mask == null ? null : f.apply(mask, y.mask),
          sum == null || y.sum == null ? null : f.apply(sum, y.sum), both == null ? right : both);
    }

    @Override
    public Secret map(LinearMap f) {
      f.checkInput(length);
      return image(f.outputLength(), a -> f.apply(field, a));
    }

    @Override
    public Secret plus(Secret y) {
      return merged(of(y), field::add, b -> b);
    }

    @Override
    public Secret minus(Secret y) {
      return merged(of(y), field::subtract, field::negate);
    }

    @Override
    public Secret plus(LinearMap f, Secret y) {
      return merged(of(y), (a, b) -> f.applyPlus(field, b, a), b -> f.apply(field, b));
    }

    /// A public constant does not change the mask.
    @Override
    public Secret combine(List<Element> factors, List<Secret> others, Element constant) {
      List<Masked> terms = Stream.concat(Stream.of(this), others.stream().map(this::of)).toList();
      return new Masked(length, combineAll(factors, terms, term -> term.mask),
          combineAll(factors, terms, term -> term.sum), combinePresent(factors, terms, term -> term.products));
    }

    private @Nullable FieldArray combineAll(List<Element> factors, List<Masked> terms,
        Function<Masked, @Nullable FieldArray> part) {
      return terms.stream().allMatch(term -> part.apply(term) != null) ? combinePresent(factors, terms, part) : null;
    }

    private @Nullable FieldArray combinePresent(List<Element> factors, List<Masked> terms,
        Function<Masked, @Nullable FieldArray> part) {
      List<FieldArray> arrays = new ArrayList<>();
      List<Element> multipliers = new ArrayList<>();
      for (int i = 0; i < terms.size(); i++) {
        FieldArray present = part.apply(terms.get(i));
        if (present != null) {
          arrays.add(present);
          multipliers.add(factors.get(i));
        }
      }
      return arrays.isEmpty() ? null : field.combine(multipliers, arrays, Element.ZERO);
    }

    @Override
    public Secret plusPublic(Element c) {
      return new Masked(length, mask, sum, products);
    }

    @Override
    public Secret productPublic(BilinearMap f, FieldArray y) {
      return image(f.resultLength(), a -> f.apply(field, a, y));
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
        Address address = addresses.next(Addresses.MASK);
        present = freshMask(address, length, masks == MaskPolicy.FUSED ? Use.SUBTRACT : Use.ADD);
        mask = present;
        if (macKey != null) {
          FieldArray whole = freshMask(address, length, Use.ADD);
          dealMac(whole);
          dealMacOfProducts();
          for (int i = 0; i < keeps && products != null; i++) {
            field.dismiss(products);
          }
          products = null;
          sum = whole;
        }
        for (int i = 0; i < keeps; i++) {
          forEachPresent(field::keep);
        }
      }
      return present;
    }

    private void dealMacOfProducts() {
      if (products != null) {
        dealMac(products);
      }
    }

    private void forEachPresent(Consumer<FieldArray> action) {
      if (mask != null) {
        action.accept(mask);
      }
      if (sum != null) {
        action.accept(sum);
      }
      if (products != null) {
        action.accept(products);
      }
    }

    @Override
    public Secret product(BilinearMap f, Secret y) {
      Masked right = of(y);
      f.checkInputs(length, right.length);
      if (masks.keepsMasks()) {
        FieldArray a = require();
        dealProduct(f, a, right.require());
        FieldArray x = sum;
        FieldArray rightSum = right.sum;
        return new Masked(f.resultLength(), null, null,
            x == null || rightSum == null ? null : f.apply(field, x, rightSum));
      } else {
        BilinearMap core = f.lowering().core();
        FieldArray a = freshMask(addresses.next(Addresses.MASK), core.leftLength(), Use.ADD);
        FieldArray b = freshMask(addresses.next(Addresses.MASK), core.rightLength(), Use.ADD);
        dealProduct(core, a, b);
        field.release(a);
        field.release(b);
        return new Masked(f.resultLength(), null);
      }
    }

    @Override
    public Secret truncate(Truncation t) {
      if (truncationMethod == TruncationMethod.LOCAL) {
        return new Masked(length, null);
      }
      return macKey == null
          ? new Masked(length, dealTruncation(length, t))
          : dealTruncation(length, t, macKey, products);
    }

    @Override
    public void keep() {
      keeps++;
      forEachPresent(field::keep);
    }

    @Override
    public void dismiss() {
      keeps--;
      forEachPresent(field::dismiss);
    }

    /// What one party alone receives is checked under a mask of one element.
    @Override
    public @Nullable FieldArray reveal(Receiver receiver) {
      dealMacOfProducts();
      if (macKey != null && receiver != Receiver.BOTH) {
        Address address = addresses.next(Addresses.INPUT);
        dealMac(Uniform.array(field, seeds.party(receiver.includes(0) ? 0 : 1), address, 1));
      }
      return null;
    }

    @Override
    public String toString() {
      return "Secret[" + length + "]";
    }
  }

  /// a_0 + a_1, or a_0 - a_1.
  private FieldArray freshMask(Address address, int length, Use second) {
    FieldArray mask = Uniform.array(field, seeds.party0(), address, length);
    Uniform.use(field, second, seeds.party1(), address, mask);
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

  /// Party 1's share of the MAC of a dealt array, which both parties ask for next; nothing without active security.
  private void dealMac(FieldArray dealt) {
    if (macKey != null) {
      send(mac(Sweep.of(field, dealt), macKey).run());
    }
  }

  /// gamma_1 = Delta x - gamma_0.
  private Sweep mac(Sweep dealt, FieldArray key) {
    return dealt.then((in, into, from, to) -> field.scale(in, key, into, from, to))
        .then(Uniform.step(field, Use.SUBTRACT, seeds.party0(), addresses.next(Addresses.MAC)));
  }

  private Sweep plus(Sweep x, @Nullable FieldArray addend) {
    if (addend == null) {
      return x;
    }
    FieldArray present = addend;
    return x.then((in, into, from, to) -> field.add(in, present, into, from, to));
  }

  /// The same as below with MACs, of r and what the truncated value has of products, and of the mask -q.
  private Masked dealTruncation(int length, Truncation t, FieldArray key, @Nullable FieldArray products) {
    Address masksAddress = addresses.next(Addresses.TRUNCATION_MASK);
    FieldArray r = Uniform.array(field, seeds.party0(), masksAddress, length);
    Uniform.use(field, Use.ADD, seeds.party1(), masksAddress, r);
    send(mac(plus(Sweep.of(field, r), products), key).run());
    Sweep.Step drawQuotient = Uniform.step(field, Use.SET, seeds.party0(),
        addresses.next(Addresses.TRUNCATION_QUOTIENT));
    FieldArray quotient = field.array(length);
    FieldArray difference = field.array(length);
    field.inPieces(length, (from, to) -> {
      field.floorDivide(r, t.divisor(), r, from, to);
      drawQuotient.run(difference, difference, from, to);
      field.subtract(r, difference, quotient, from, to);
      field.subtract(quotient, difference, difference, from, to);
      field.negate(r, r, from, to);
    });
    send(quotient);
    send(mac(Sweep.of(field, r), key).run());
    return new Masked(length, difference, r, null);
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
    observer.sends(share);
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
