package org.moiety.engine.online;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
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
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.random.Seed;
import org.moiety.engine.share.Derivation;
import org.moiety.engine.share.Share;

/// Party i of the two-party protocol.
///
/// | paper | here |
/// | --- | --- |
/// | `[x]`, `x_i` | `x`, its share `x.value()` |
/// | a, b (masks) | known by their shares a_i = x_i - alpha / 2 only |
/// | alpha = x - a, beta = y - b | `alpha`, `beta` |
/// | c = f(a, b) | `material.product(length)`, or in the mask of a truncation |
///
/// Security: semi-honest, or with MACs against malicious parties ([Security]). Then it is known how each secret follows from masked ones ([Derivation]), and
/// what is opened is checked before every reveal and every iteration ([MacCheck]).
///
/// Source: SV18 sections 2.3 and 3.4; Beaver 1991; truncation as in Catrina and Saxena 2010 with a uniform mask; MACs as in Damgård et al. 2012.
public final class Party implements Role {
  private final int party;
  private final Field field;
  private final MaskPolicy masks;
  private final TruncationMethod truncationMethod;
  private final boolean malicious;
  private final Preprocessing material;
  private final Meter meter;
  private final Observer observer;
  private final Openings openings;
  private final TruncationRisk truncationRisk = new TruncationRisk();
  private int tables;

  public Party(int party, Field field, Protocol protocol, Channel peer, Preprocessing material, Meter meter) {
    this(party, field, protocol, peer, material, meter, Observer.NONE);
  }

  /// With somebody who watches.
  public Party(int party, Field field, Protocol protocol, Channel peer, Preprocessing material, Meter meter,
      Observer observer) {
    if (party != 0 && party != 1) {
      throw new IllegalArgumentException("party=" + party + ", expected 0 or 1");
    }
    this.party = party;
    this.field = field;
    masks = protocol.masks();
    truncationMethod = protocol.truncation();
    malicious = protocol.isMalicious();
    this.material = ObservedMaterial.of(material, field, observer);
    this.meter = meter;
    this.observer = observer;
    Wire wire = new Wire(field, peer, meter, observer);
    openings = new Openings(field, party, wire, this.material,
        malicious ? new MacCheck(field, party, wire, this.material, observer) : null, observer);
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
    return malicious ? Security.MALICIOUS : Security.SEMI_HONEST;
  }

  @Override
  public int party() {
    return party;
  }

  @Override
  public void begin(long iteration) {
    openings.begin();
    meter.begin(iteration);
    material.begin(iteration);
  }

  @Override
  public void end() {
    openings.end();
  }

  @Override
  public void fail() {
    openings.fail();
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
    return truncationRisk;
  }

  @Override
  public InputTable table(int owner, int rows, int rowLength, boolean keep) {
    return new Table(tables++, owner, rows, rowLength, keep);
  }

  @Override
  public Secret importShare(int length, Supplier<FieldArray> share) {
    FieldArray own = share.get();
    if (own.length() != length) {
      throw new IllegalArgumentException("share of " + own.length() + " elements, expected " + length);
    }
    if (malicious) {
      return input(0, length, () -> own).plus(input(1, length, () -> own));
    }
    return new Held(Share.unmasked(sweep(own)));
  }

  @Override
  public FieldArray exportShare(Secret x) {
    openings.check();
    return completed(x).value(field);
  }

  @Override
  public void requireZero(Secret x, String what) {
    Share share = completed(x);
    openings.requireZero(share.value(field), share.derivation(), what);
  }

  @Override
  public Handover handOver(List<Secret> secrets, Handover.@Nullable Seal seal) {
    List<byte[]> values = new ArrayList<>();
    for (Secret secret : secrets) {
      Share x = completed(secret);
      FieldArray mask = material.mask(x.length());
      FieldArray own = field.subtract(x.value(field), mask);
      values.add(Codec.toBytes(field, openDifference(x, own)));
    }
    openings.check();
    if (!malicious) {
      return new Handover(values, null);
    }
    byte[] tag = party == 1 ? openings.receiveBytes(Seed.BYTES) : require(seal).of(values);
    if (party == 0) {
      openings.giveBytes(tag);
    }
    return new Handover(values, tag);
  }

  private static Handover.Seal require(Handover.@Nullable Seal seal) {
    if (seal == null) {
      throw new IllegalArgumentException("no seal, expected one where secrets are handed over with active security");
    }
    return seal;
  }

  @Override
  public List<Secret> takeOver(List<Integer> lengths, Handover.@Nullable Seal seal, Supplier<Handover> handed) {
    List<FieldArray> alphas = party == 1 ? pass(lengths, handed.get()) : receive(lengths, seal);
    List<Secret> secrets = new ArrayList<>();
    for (FieldArray alpha : alphas) {
      FieldArray mask = material.handedMask(alpha.length());
      secrets.add(inputOf(field.plusHalf(mask, alpha), alpha));
      field.release(mask);
    }
    return secrets;
  }

  private List<FieldArray> pass(List<Integer> lengths, Handover handed) {
    List<FieldArray> alphas = handed.values().stream().map(value -> Codec.fromBytes(field, value)).toList();
    byte[] tag = handed.tag();
    if (!alphas.stream().map(FieldArray::length).toList().equals(lengths) || malicious == (tag == null)) {
      throw new IllegalArgumentException(handed + (tag == null ? " without" : " with") + " a tag, expected " + lengths);
    }
    alphas.forEach(openings::give);
    if (tag != null) {
      openings.giveBytes(tag);
    }
    return alphas;
  }

  private List<FieldArray> receive(List<Integer> lengths, Handover.@Nullable Seal seal) {
    List<FieldArray> alphas = lengths.stream().map(openings::receive).toList();
    if (malicious) {
      byte[] expected = require(seal).of(alphas.stream().map(alpha -> Codec.toBytes(field, alpha)).toList());
      openings.require(MessageDigest.isEqual(expected, openings.receiveBytes(Seed.BYTES)),
          "what was taken over is not what was handed over");
    }
    return alphas;
  }

  @Override
  public Secret input(int owner, int length, Supplier<FieldArray> value) {
    FieldArray mask = material.inputMask(owner, length);
    if (mask == null) {
      FieldArray alpha = openings.receive(length);
      return inputOf(field.halve(alpha), alpha);
    }
    FieldArray alpha = field.subtract(value.get(), mask);
    openings.give(alpha);
    Held input = inputOf(field.plusHalf(mask, alpha), alpha);
    field.release(mask);
    return input;
  }

  /// @param alpha ends here, unless a check needs it
  private Held inputOf(FieldArray share, FieldArray alpha) {
    if (!malicious) {
      field.release(alpha);
    }
    return new Held(bornMasked(sweep(share)).with(malicious ? Derivation.masked(alpha) : null));
  }

  private Sweep sweep(FieldArray share) {
    return Sweep.of(field, share);
  }

  /// A share that came with a mask, which is good for a product under [MaskPolicy#FUSED] only.
  private Share bornMasked(Sweep share) {
    return masks == MaskPolicy.FUSED ? Share.masked(share) : Share.unmasked(share);
  }

  /// Rows of inputs. The owner sends alpha = x - a; the owner's share is a + alpha / 2, the other's alpha / 2.
  private final class Table implements InputTable {
    private final int number;
    private final int owner;
    private final int rowLength;
    private final boolean keep;
    private final FieldArray mark = field.zeros(0);
    private final @Nullable FieldArray[] opened;

    Table(int number, int owner, int rows, int rowLength, boolean keep) {
      this.number = number;
      this.owner = owner;
      this.rowLength = rowLength;
      this.keep = keep;
      opened = new FieldArray[rows];
    }

    @Override
    public Secret rows(int[] rows, Supplier<FieldArray> value) {
      refuseSpent(rows);
      FieldArray mask = field.zeros(rows.length * rowLength);
      if (party == owner) {
        field.inRows(rows.length, rowLength, (from, to) -> {
          for (int i = from; i < to; i++) {
            material.inputMask(number, rows[i], mask, i * rowLength, rowLength);
          }
        });
        observer.draws(Addresses.INPUT, mask);
      }
      FieldArray alpha = openNew(rows, value, mask);
      FieldArray share = field.plusHalf(mask, alpha);
      field.release(mask);
      return inputOf(share, alpha);
    }

    /// A mask never hides two values: a row whose opened difference is not kept would be opened again, perhaps with another value.
    private void refuseSpent(int[] rows) {
      for (int row : rows) {
        if (!keep && opened[row] != null) {
          throw new IllegalStateException("row " + row + " of input table " + number
              + " is used a second time, expected a table that keeps its rows");
        }
      }
    }

    /// alpha of the given rows; those not opened before are opened now.
    private FieldArray openNew(int[] rows, Supplier<FieldArray> value, FieldArray mask) {
      int[] fresh = IntStream.range(0, rows.length).filter(i -> opened[rows[i]] == null).toArray();
      if (party == owner) {
        FieldArray alpha = field.subtract(value.get(), mask);
        if (fresh.length > 0) {
          openings.give(fresh.length == rows.length ? alpha : pick(alpha, fresh));
        }
        remember(alpha, fresh, rows);
        return alpha;
      }
      FieldArray received = fresh.length > 0 ? openings.receive(fresh.length * rowLength) : field.zeros(0);
      FieldArray alpha = fresh.length == rows.length ? received : merge(received, rows);
      remember(received, fresh, rows);
      return alpha;
    }

    private FieldArray pick(FieldArray all, int[] places) {
      FieldArray result = field.array(places.length * rowLength);
      for (int i = 0; i < places.length; i++) {
        field.copy(all, places[i] * rowLength, result, i * rowLength, rowLength);
      }
      return result;
    }

    private FieldArray merge(FieldArray received, int[] rows) {
      FieldArray alpha = field.array(rows.length * rowLength);
      int next = 0;
      for (int i = 0; i < rows.length; i++) {
        FieldArray kept = opened[rows[i]];
        field.copy(kept == null ? received : kept, kept == null ? next++ * rowLength : 0, alpha, i * rowLength,
            rowLength);
      }
      return alpha;
    }

    /// The owner can make alpha again and keeps a mark only, and so does who will not use it again.
    private void remember(FieldArray alpha, int[] fresh, int[] rows) {
      for (int i = 0; i < fresh.length; i++) {
        opened[rows[fresh[i]]] = party == owner || !keep ? mark : kept(alpha, i);
      }
    }

    private FieldArray kept(FieldArray alpha, int row) {
      FieldArray slice = field.slice(alpha, row * rowLength, rowLength);
      field.keep(slice);
      return slice;
    }
  }

  private final class Held implements Secret {
    private Share share;
    private int keeps;

    Held(Share share) {
      this.share = share;
    }

    @Override
    public void keep() {
      keeps++;
      share.keep(field);
    }

    @Override
    public void dismiss() {
      keeps--;
      share.dismiss(field);
    }

    private Party owner() {
      return Party.this;
    }

    @Override
    public int length() {
      return share.length();
    }

    @Override
    public Secret map(LinearMap f) {
      return new Held(share.map(field, f));
    }

    @Override
    public Secret plus(Secret y) {
      return new Held(share.plus(field, of(y)));
    }

    @Override
    public Secret minus(Secret y) {
      return new Held(share.minus(field, of(y)));
    }

    @Override
    public Secret plus(LinearMap f, Secret y) {
      return new Held(share.plus(field, f, of(y)));
    }

    @Override
    public Secret combine(List<Element> factors, List<Secret> others, Element constant) {
      List<Share> terms = Stream.concat(Stream.of(share), others.stream().map(Party.this::of)).toList();
      return new Held(Share.combine(field, factors, terms, constant));
    }

    @Override
    public Secret plusPublic(Element c) {
      return combine(List.of(field.element(1)), List.of(), c);
    }

    @Override
    public Secret productPublic(BilinearMap f, FieldArray y) {
      return new Held(share.productPublic(field, f, y));
    }

    @Override
    public Secret masked() {
      if (masks.keepsMasks() && !share.isMasked()) {
        replace(Party.this.mask(completed()));
      }
      return this;
    }

    private Share completed() {
      if (!share.isComplete()) {
        replace(share.completed(material.product(length())));
      }
      return share;
    }

    private void replace(Share other) {
      for (int i = 0; i < keeps; i++) {
        other.keep(field);
        share.dismiss(field);
      }
      share = other;
    }

    @Override
    public Secret product(BilinearMap f, Secret y) {
      f.checkInputs(length(), of(y).length());
      if (!masks.keepsMasks()) {
        return freshProduct(f, completed(), Party.this.completed(y));
      }
      masked();
      y.masked();
      Sweep z = masks == MaskPolicy.FUSED ? oneProduct(f, share, of(y)) : sweep(beaver(f, share, of(y)));
      return new Held(Share.incomplete(z).with(derivationOfProduct(f, share.derivation(), of(y).derivation())));
    }

    @Override
    public Secret truncate(Truncation t) {
      truncationRisk.add(length(), t);
      return new Held(
          truncationMethod == TruncationMethod.LOCAL ? truncateLocally(completed(), t) : truncateMasked(share, t));
    }

    @Override
    public @Nullable FieldArray reveal(Receiver receiver) {
      return openings.reveal(receiver, completed().value(field), share.derivation());
    }

    @Override
    public String toString() {
      return "Secret[" + length() + "]";
    }
  }

  private Held held(Secret x) {
    if (x instanceof Held held && held.owner() == this) {
      return held;
    }
    throw new IllegalArgumentException("operands of different roles");
  }

  private Share of(Secret x) {
    return held(x).share;
  }

  private Share completed(Secret x) {
    return held(x).completed();
  }

  private static @Nullable Derivation derivationOfProduct(BilinearMap f, @Nullable Derivation x,
      @Nullable Derivation y) {
    return x == null || y == null ? null : Derivation.product(f, x, y);
  }

  /// SV18's baseline: lowered to an ordinary product, each operand opened under a mask of its own.
  private Held freshProduct(BilinearMap f, Share x, Share y) {
    BilinearMap.Lowering lowering = f.lowering();
    Share left = maskedImage(lowering.left(), x);
    Share right = maskedImage(lowering.right(), y);
    FieldArray z = beaver(lowering.core(), left, right);
    left.release(field);
    right.release(field);
    if (lowering.result() == null) {
      return new Held(Share.incomplete(sweep(z)));
    }
    FieldArray result = lowering.result().apply(field, z);
    field.release(z);
    return new Held(Share.incomplete(sweep(result)));
  }

  /// f(x), or x where f is null, under a mask of its own.
  private Share maskedImage(@Nullable LinearMap f, Share x) {
    if (f == null) {
      return mask(x);
    }
    Share image = x.map(field, f);
    Share masked = mask(image);
    image.release(field);
    return masked;
  }

  /// Opens alpha = x - a for a fresh mask a: from then on `x_i = a_i + alpha / 2`, which is `x_i + alpha / 2 - alpha_i`.
  private Share mask(Share x) {
    FieldArray value = x.value(field);
    FieldArray a = material.mask(x.length());
    FieldArray own = field.subtract(value, a);
    FieldArray alpha = openDifference(x, own);
    field.inPieces(x.length(), (from, to) -> {
      field.halve(alpha, a, from, to);
      field.subtract(a, own, a, from, to);
      field.add(value, a, a, from, to);
    });
    Share masked = masks == MaskPolicy.FUSED
        ? Share.masked(sweep(a)).with(malicious ? Derivation.masked(alpha) : null)
        : Share.masked(sweep(a), alpha);
    field.release(own);
    return masked;
  }

  /// Opens alpha = x - a.
  ///
  /// @param own this party's share of it
  private FieldArray openDifference(Share x, FieldArray own) {
    return openings.open(own, x.derivation(), () -> (in, into, from, to) -> {
      if (in != into) {
        field.copy(in, from, into, from, to - from);
      }
    });
  }

  /// `z_i - c_i = f(alpha, y_i) + f(a_i, beta)`, where y_i = b_i + beta / 2 brings each party half of f(alpha, beta) (Beaver 1991).
  private FieldArray beaver(BilinearMap f, Share x, Share y) {
    FieldArray alpha = requireAlpha(x);
    FieldArray beta = requireAlpha(y);
    FieldArray value = x.value(field);
    FieldArray a = field.halve(alpha);
    field.inPieces(a.length(), (from, to) -> field.subtract(value, a, a, from, to));
    FieldArray z = f.apply(field, alpha, y.value(field));
    FieldArray term = f.apply(field, a, beta);
    field.inPieces(z.length(), (from, to) -> field.add(z, term, z, from, to));
    field.release(a);
    field.release(term);
    return z;
  }

  private static FieldArray requireAlpha(Share x) {
    FieldArray alpha = x.alpha();
    if (alpha == null) {
      throw new IllegalStateException("a product of a secret that was not opened under a mask");
    }
    return alpha;
  }

  /// `z_i - c'_i = 2 f(x_i, y_i)` with c'_0 + c'_1 = -f(a_0 - a_1, b_0 - b_1): f(x, y) = 2 f(x_0, y_0) + 2 f(x_1, y_1) - f(x_0 - x_1, y_0 - y_1), and the
  /// difference of the shares of a masked secret is that of its mask. The factor 2 goes to the shorter operand.
  private Sweep oneProduct(BilinearMap f, Share x, Share y) {
    return f.isElementwise() ? twiceElementwise(x, y) : sweep(twice(f, x, y));
  }

  private FieldArray twice(BilinearMap f, Share x, Share y) {
    boolean left = x.length() < y.length();
    FieldArray shorter = (left ? x : y).value(field);
    FieldArray twice = field.add(shorter, shorter);
    FieldArray z = left ? f.apply(field, twice, y.value(field)) : f.apply(field, x.value(field), twice);
    field.release(twice);
    return z;
  }

  private Sweep twiceElementwise(Share x, Share y) {
    boolean continueY = y.sweep().isPending() && !x.sweep().isPending();
    FieldArray factor = (continueY ? x : y).value(field);
    return (continueY ? y : x).sweep()
        .then((in, into, from, to) -> field.multiply(in, factor, into, from, to))
        .then((in, into, from, to) -> field.add(in, in, into, from, to));
  }

  /// Opens c = v + offset + r for a uniform r; then y = floor(c / D) - floor(r / D) - offset / D. Under [MaskPolicy#FUSED] y is masked at birth:
  /// a = -floor(r / D), alpha = floor(c / D) - offset / D.
  ///
  /// Where the share is incomplete, r = t - c' for the c' that completes it and the mask t that is added here.
  private Share truncateMasked(Share v, Truncation t) {
    Element offset = field.half(field.element(t.offset()));
    FieldArray masked = v.sweep()
        .then((in, into, from, to) -> field.plus(in, offset, into, from, to))
        .then(material.truncationMask(v.length()))
        .run();
    Element back = field.element(t.quotientOffset().negate());
    FieldArray share = malicious ? field.array(v.length()) : null;
    FieldArray opened = openings.open(masked, derivationOfTruncated(v, t), () -> {
      Sweep.Step quotient = material.truncationQuotient(v.length(), t.divisor());
      Sweep.Step alpha = (in, into, from, to) -> {
        field.floorDivide(in, t.divisor(), into, from, to);
        field.plus(into, back, into, from, to);
        field.halve(into, share == null ? into : share, from, to);
      };
      return alpha.then(share == null ? quotient : quotient.on(share));
    });
    field.release(masked);
    return share == null
        ? bornMasked(sweep(opened))
        : bornMasked(sweep(share)).with(Derivation.masked(opened));
  }

  /// That of `v + offset`; of the mask r it is the dealer who knows.
  private @Nullable Derivation derivationOfTruncated(Share v, Truncation t) {
    Derivation derivation = v.derivation();
    return derivation == null
        ? null
        : Derivation.combine(field, List.of(field.element(1)), List.of(derivation), field.element(t.offset()));
  }

  /// SV18's code: party 0 divides x_0, party 1 divides p - x_1 and takes the negative.
  private Share truncateLocally(Share v, Truncation t) {
    Sweep.Step divide = (in, into, from, to) -> field.floorDivide(in, t.divisor(), into, from, to);
    Sweep.Step negate = (in, into, from, to) -> field.negate(in, into, from, to);
    Sweep quotient = party == 0 ? v.sweep().then(divide) : v.sweep().then(negate).then(divide).then(negate);
    return Share.unmasked(sweep(quotient.run()));
  }
}
