package org.moiety.triples.dealer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
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
import org.moiety.engine.share.Derivation;

/// The trusted dealer: runs the parties' program with masks in the place of secrets, and sends party 1 its shares of quotients. It asks nothing and is asked
/// nothing, so it runs ahead as far as the channel holds.
///
/// What a secret holds here is its mask a = a_0 + a_1 or, under [MaskPolicy#FUSED], the difference a_0 - a_1; nothing while it is not masked. Of products and
/// what is linear in them it holds what the parties' shares lack, which the mask of a truncation takes up: it is sent only where a product is not truncated.
/// With active security it holds, besides, how it follows from masks a_0 + a_1, for MACs are of those: see [DealtCheck].
public final class Dealer implements Role {
  private final Field field;
  private final MaskPolicy masks;
  private final TruncationMethod truncationMethod;
  private final SessionSeeds seeds;
  private final Channel party1;
  private final Meter meter;
  private final Observer observer;
  private final Addresses addresses = new Addresses();
  private final @Nullable DealtCheck check;
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
    this.party1 = party1;
    this.meter = meter;
    this.observer = observer;
    check = protocol.security() == Security.MALICIOUS
        ? new DealtCheck(field, seeds, addresses, meter, this::send)
        : null;
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
    return check == null ? Security.SEMI_HONEST : Security.MALICIOUS;
  }

  @Override
  public int party() {
    return -1;
  }

  @Override
  public void begin(long iteration) {
    if (check != null) {
      check.begin();
    }
    observer.begins(iteration);
    addresses.begin(iteration);
    meter.begin(iteration);
  }

  @Override
  public void end() {
    seeds.destroy();
    if (check != null) {
      check.destroy();
    }
  }

  @Override
  public void fail() {
    end();
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
        field.inRows(chosen.length, rowLength, (from, to) -> {
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
    return new Masked(mask.length(), owner == 0 ? mask : field.negate(mask), derivation(mask));
  }

  /// That of a masked secret; null without active security.
  private @Nullable Derivation derivation(FieldArray mask) {
    return check == null ? null : Derivation.masked(mask);
  }

  /// The parties check what they opened.
  private void check() {
    if (check != null) {
      check.check();
    }
  }

  private void checkIfFull() {
    if (check != null) {
      check.checkIfFull();
    }
  }

  private static Derivation required(@Nullable Derivation derivation) {
    if (derivation == null) {
      throw new IllegalStateException("an opening of a secret that does not follow from masked ones");
    }
    return derivation;
  }

  /// The parties open `x + factor r` for a mask r.
  ///
  /// @param derivation of x; null without active security
  private void open(@Nullable Derivation derivation, long factor, FieldArray r) {
    if (check != null) {
      List<Element> factors = List.of(field.element(1), field.element(factor));
      List<Derivation> terms = List.of(required(derivation), Derivation.masked(r));
      check.record(Derivation.combine(field, factors, terms, Element.ZERO), r.length());
    }
  }

  /// Under active security both parties input their shares.
  @Override
  public Secret importShare(int length, Supplier<FieldArray> share) {
    if (check != null) {
      return input(0, length, share).plus(input(1, length, share));
    }
    return new Masked(length, null);
  }

  @Override
  public @Nullable FieldArray exportShare(Secret x) {
    check();
    of(x).completed();
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
      Masked x = of(secret).completed();
      FieldArray r = freshMask(addresses.next(Addresses.MASK), x.length, Use.ADD);
      open(x.derivation, -1, r);
      checkIfFull();
      masksOfSecrets.add(Codec.toBytes(field, r));
    }
    check();
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
    return masks == MaskPolicy.FUSED
        ? new Masked(r.length(), field.subtract(first, second), derivation(r))
        : new Masked(r.length(), null);
  }

  private Masked of(Secret x) {
    if (x instanceof Masked masked && masked.owner() == this) {
      return masked;
    }
    throw new IllegalArgumentException("operands of different roles");
  }

  private final class Masked implements Secret {
    private final int length;
    private @Nullable FieldArray mask;
    private @Nullable Sweep completion;
    private @Nullable Derivation derivation;
    private int keeps;

    Masked(int length, @Nullable FieldArray mask) {
      this(length, mask, null);
    }

    /// A secret whose shares are complete.
    Masked(int length, @Nullable FieldArray mask, @Nullable Derivation derivation) {
      this(length, mask, null, derivation);
    }

    /// @param completion what the shares lack to add up to the secret; null for nothing
    /// @param derivation null without active security
    Masked(int length, @Nullable FieldArray mask, @Nullable Sweep completion, @Nullable Derivation derivation) {
      this.length = length;
      this.mask = mask;
      this.completion = completion;
      this.derivation = derivation;
    }

    /// Work that was left is done now.
    private @Nullable FieldArray completionValue() {
      if (completion == null) {
        return null;
      }
      if (completion.isPending()) {
        completion = Sweep.of(field, completion.run());
      }
      return completion.source();
    }

    private @Nullable Sweep completion(Function<FieldArray, FieldArray> f) {
      FieldArray value = completionValue();
      return value == null ? null : Sweep.of(field, f.apply(value));
    }

    /// Deals what completes the shares.
    private Masked completed() {
      if (completion != null) {
        send(completion.then(Uniform.step(field, Use.SUBTRACT, seeds.party0(), addresses.next(Addresses.PRODUCT)))
            .run());
        for (int i = 0; i < keeps; i++) {
          field.dismiss(completion.source());
        }
        completion = null;
      }
      return this;
    }

    private Dealer owner() {
      return Dealer.this;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public Secret map(LinearMap f) {
      f.checkInput(length);
      return new Masked(f.outputLength(), mask == null ? null : f.apply(field, mask),
          completion(c -> f.apply(field, c)), derivation == null ? null : derivation.map(field, f));
    }

    @Override
    public Secret plus(Secret y) {
      return combine(List.of(field.element(1), field.element(1)), List.of(y), Element.ZERO);
    }

    @Override
    public Secret minus(Secret y) {
      return combine(List.of(field.element(1), field.element(-1)), List.of(y), Element.ZERO);
    }

    @Override
    public Secret plus(LinearMap f, Secret y) {
      Masked addend = of(y);
      return new Masked(length, mask == null || addend.mask == null ? null : f.applyPlus(field, addend.mask, mask),
          completionOfSum(f, addend),
          derivation == null || addend.derivation == null ? null : derivation.plus(field, f, addend.derivation));
    }

    /// A public constant does not change the mask.
    @Override
    public Secret combine(List<Element> factors, List<Secret> others, Element constant) {
      List<Masked> terms = Stream.concat(Stream.of(this), others.stream().map(Dealer.this::of)).toList();
      List<FieldArray> masksOfTerms = present(terms, term -> term.mask);
      List<Derivation> derivations = present(terms, term -> term.derivation);
      return new Masked(length,
          masksOfTerms.size() < terms.size() ? null : field.combine(factors, masksOfTerms, Element.ZERO),
          completionOfSum(factors, terms),
          derivations.size() < terms.size() ? null : Derivation.combine(field, factors, derivations, Element.ZERO));
    }

    private @Nullable Sweep completionOfSum(LinearMap f, Masked addend) {
      if (completion == null) {
        return addend.completion(c -> f.apply(field, c));
      }
      FieldArray other = addend.completionValue();
      return other == null ? completion : completion.then(f.addition(field, other));
    }

    private static @Nullable Sweep completionOfSum(List<Element> factors, List<Masked> terms) {
      Sweep sum = null;
      for (int i = 0; i < terms.size(); i++) {
        sum = terms.get(i).addCompletion(sum, factors.get(i));
      }
      return sum;
    }

    private @Nullable Sweep addCompletion(@Nullable Sweep sum, Element factor) {
      if (completion == null) {
        return sum;
      }
      if (sum == null) {
        return completion.then((in, into, from, to) -> field.times(in, factor, into, from, to));
      }
      FieldArray c = completion.run();
      return sum.then((in, into, from, to) -> field.timesPlus(c, factor, in, into, from, to));
    }

    private <T> List<T> present(List<Masked> terms, Function<Masked, @Nullable T> part) {
      return terms.stream().map(part).filter(Objects::nonNull).toList();
    }

    @Override
    public Secret plusPublic(Element c) {
      return combine(List.of(field.element(1)), List.of(), c);
    }

    @Override
    public Secret productPublic(BilinearMap f, FieldArray y) {
      return new Masked(f.resultLength(), mask == null ? null : f.apply(field, mask, y),
          completion(c -> f.apply(field, c, y)), derivation == null ? null : derivation.productPublic(field, f, y));
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
        completed();
        Address address = addresses.next(Addresses.MASK);
        present = freshMask(address, length, masks == MaskPolicy.FUSED ? Use.SUBTRACT : Use.ADD);
        mask = present;
        if (check != null) {
          FieldArray sum = freshMask(address, length, Use.ADD);
          open(derivation, -1, sum);
          checkIfFull();
          for (int i = 0; i < keeps && derivation != null; i++) {
            derivation.forEach(field::dismiss);
          }
          derivation = Derivation.masked(sum);
        }
        for (int i = 0; i < keeps; i++) {
          forEachPresent(field::keep);
        }
      }
      return present;
    }

    private void forEachPresent(Consumer<FieldArray> action) {
      if (mask != null) {
        action.accept(mask);
      }
      FieldArray c = completionValue();
      if (c != null) {
        action.accept(c);
      }
      if (derivation != null) {
        derivation.forEach(action);
      }
    }

    @Override
    public Secret product(BilinearMap f, Secret y) {
      Masked right = of(y);
      f.checkInputs(length, right.length);
      if (!masks.keepsMasks()) {
        completed();
        right.completed();
        return new Masked(f.resultLength(), null, Sweep.of(field, freshProduct(f.lowering())), null);
      }
      FieldArray a = require();
      Sweep c = productOfMasks(f, a, right.require());
      return new Masked(f.resultLength(), null, c, derivation == null || right.derivation == null
          ? null
          : Derivation.product(f, derivation, right.derivation));
    }

    @Override
    public Secret truncate(Truncation t) {
      if (truncationMethod == TruncationMethod.LOCAL) {
        completed();
        return new Masked(length, null);
      }
      return dealTruncation(length, t, completion, derivation);
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
      completed();
      check();
      if (check != null) {
        if (receiver == Receiver.BOTH) {
          check.record(required(derivation), length);
        } else {
          Address address = addresses.next(Addresses.SUM_MASK);
          FieldArray rho = Uniform.array(field, seeds.party(receiver.includes(0) ? 0 : 1), address, 1);
          check.recordForOne(required(derivation), length, rho);
        }
        check.check();
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

  private FieldArray freshProduct(BilinearMap.Lowering lowering) {
    BilinearMap core = lowering.core();
    FieldArray a = freshMask(addresses.next(Addresses.MASK), core.leftLength(), Use.ADD);
    FieldArray b = freshMask(addresses.next(Addresses.MASK), core.rightLength(), Use.ADD);
    FieldArray c = core.apply(field, a, b);
    field.release(a);
    field.release(b);
    return lowering.result() == null ? c : lowering.result().apply(field, c);
  }

  /// c = f(a, b); under FUSED c' = -f(a_0 - a_1, b_0 - b_1), the sign taken to the shorter operand.
  private Sweep productOfMasks(BilinearMap f, FieldArray a, FieldArray b) {
    boolean minus = masks == MaskPolicy.FUSED;
    if (f.isElementwise()) {
      return elementwiseProduct(a, b, minus);
    }
    return Sweep.of(field, minus ? minusProduct(f, a, b) : f.apply(field, a, b));
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

  /// r = t - c' for the mask t = t_0 + t_1 and the completion c' of what is truncated; q = floor(r / D), q_1 = q - q_0.
  ///
  /// @return under FUSED masked by -q, whose shares' difference is q_1 - q_0; else unmasked
  private Masked dealTruncation(int length, Truncation t, @Nullable Sweep completion,
      @Nullable Derivation derivation) {
    FieldArray r = truncationMask(length, completion);
    observer.draws(Addresses.TRUNCATION_MASK, r);
    open(derivation, 1, r);
    Sweep.Step drawQuotient = Uniform.step(field, Use.SET, seeds.party0(),
        addresses.next(Addresses.TRUNCATION_QUOTIENT));
    FieldArray quotient = check == null ? r : field.array(length);
    FieldArray difference = field.array(length);
    field.inPieces(length, (from, to) -> {
      field.floorDivide(r, t.divisor(), r, from, to);
      drawQuotient.run(difference, difference, from, to);
      field.subtract(r, difference, quotient, from, to);
      field.subtract(quotient, difference, difference, from, to);
      if (check != null) {
        field.negate(r, r, from, to);
      }
    });
    send(quotient);
    checkIfFull();
    return new Masked(length, masks == MaskPolicy.FUSED ? difference : null, derivation(r));
  }

  private FieldArray truncationMask(int length, @Nullable Sweep completion) {
    Address address = addresses.next(Addresses.TRUNCATION_MASK);
    if (completion == null) {
      return freshMask(address, length, Use.ADD);
    }
    return completion.then((in, into, from, to) -> field.negate(in, into, from, to))
        .then(Uniform.step(field, Use.ADD, seeds.party0(), address))
        .then(Uniform.step(field, Use.ADD, seeds.party1(), address)).run();
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
