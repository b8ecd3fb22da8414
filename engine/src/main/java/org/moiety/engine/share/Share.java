package org.moiety.engine.share;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;

/// One party's additive share x_i of a secret array x = x_0 + x_1, and the state of its mask.
///
/// A secret is *masked* when `alpha = x - a` is public for a mask a that nobody knows; the share is then `x_i = a_i + alpha / 2`. Linear maps keep that:
/// a linear map of a masked secret is masked by the same map of its mask. With active security it is known how the secret follows from masked ones, see [Derivation].
///
/// Shares of a product are *incomplete* at first: they add up to `x - c'` for a c' that the dealer knows. Linear maps keep that, too, and a truncation takes it
/// up; for all else the share is completed.
///
/// The share may be element-wise work that is yet to be done, which whoever computes on it continues: see [Sweep]. What it stands for never changes. Prints its length only.
public final class Share {
  private Sweep sweep;
  private final State state;
  private final @Nullable FieldArray alpha;
  private final @Nullable Derivation derivation;

  /// Of the least to the most: a sum is in the least state of its terms.
  private enum State {
    INCOMPLETE, UNMASKED, MASKED;

    State and(State other) {
      return compareTo(other) < 0 ? this : other;
    }
  }

  private Share(Sweep sweep, State state, @Nullable FieldArray alpha, @Nullable Derivation derivation) {
    this.sweep = sweep;
    this.state = state;
    this.alpha = alpha;
    this.derivation = derivation;
  }

  /// A share of a secret that was never opened under a mask.
  public static Share unmasked(Sweep value) {
    return new Share(value, State.UNMASKED, null, null);
  }

  /// An incomplete share of a product.
  public static Share incomplete(Sweep value) {
    return new Share(value, State.INCOMPLETE, null, null);
  }

  /// A share of a masked secret whose alpha is needed no more: a product needs the share alone.
  public static Share masked(Sweep value) {
    return new Share(value, State.MASKED, null, null);
  }

  /// A share of a masked secret, with alpha.
  public static Share masked(Sweep value, FieldArray alpha) {
    return new Share(value, State.MASKED, alpha, null);
  }

  /// The same with its derivation.
  public Share with(@Nullable Derivation newDerivation) {
    return new Share(sweep, state, alpha, newDerivation);
  }

  /// How it follows from masked secrets; null without active security.
  public @Nullable Derivation derivation() {
    return derivation;
  }

  /// The share. Work that was left is done now, once; what its steps read stays, for others may have continued them.
  public FieldArray value(Field field) {
    if (sweep.isPending()) {
      sweep = Sweep.of(field, sweep.run());
    }
    return sweep.source();
  }

  /// The share, or the work towards it, to be continued.
  public Sweep sweep() {
    return sweep;
  }

  public int length() {
    return sweep.length();
  }

  public boolean isMasked() {
    return state == State.MASKED;
  }

  public boolean isComplete() {
    return state != State.INCOMPLETE;
  }

  /// The complete share of what this is an incomplete one of.
  ///
  /// @param addition of this party's share of c'
  public Share completed(Sweep.Step addition) {
    return new Share(sweep.then(addition), State.UNMASKED, null, derivation);
  }

  /// That of `f(x, y)` for a public y.
  public Share productPublic(Field field, BilinearMap f, FieldArray y) {
    return new Share(Sweep.of(field, f.apply(field, value(field), y)), state,
        alpha == null ? null : f.apply(field, alpha, y),
        derivation == null ? null : derivation.productPublic(field, f, y));
  }

  /// The opened difference from the mask; null where it is not kept.
  public @Nullable FieldArray alpha() {
    return alpha;
  }

  public Share map(Field field, LinearMap f) {
    return new Share(Sweep.of(field, f.apply(field, value(field))), state,
        alpha == null ? null : f.apply(field, alpha), derivation == null ? null : derivation.map(field, f));
  }

  public Share plus(Field field, Share y) {
    requireLength(y.length());
    FieldArray addend = y.value(field);
    return new Share(sweep.then((in, into, from, to) -> field.add(in, addend, into, from, to)), state.and(y.state),
        keepsAlpha(y) ? field.add(alpha(this), alpha(y)) : null, derivationOfSum(field, field.element(1), y));
  }

  public Share minus(Field field, Share y) {
    requireLength(y.length());
    FieldArray subtrahend = y.value(field);
    return new Share(sweep.then((in, into, from, to) -> field.subtract(in, subtrahend, into, from, to)),
        state.and(y.state), keepsAlpha(y) ? field.subtract(alpha(this), alpha(y)) : null,
        derivationOfSum(field, field.element(-1), y));
  }

  /// `x + f(y)`.
  public Share plus(Field field, LinearMap f, Share y) {
    requireLength(f.outputLength());
    return new Share(sweep.then(f.addition(field, y.value(field))), state.and(y.state),
        keepsAlpha(y) ? f.applyPlus(field, alpha(y), alpha(this)) : null,
        derivation == null || y.derivation == null ? null : derivation.plus(field, f, y.derivation));
  }

  /// That of `x + factor y`.
  private @Nullable Derivation derivationOfSum(Field field, Element factor, Share y) {
    return derivation == null || y.derivation == null
        ? null
        : Derivation.combine(field, List.of(field.element(1), factor), List.of(derivation, y.derivation), Element.ZERO);
  }

  /// `factor_0 x_0 + factor_1 x_1 + ... + constant` for public factors and a public constant, half of which goes to each party.
  public static Share combine(Field field, List<Element> factors, List<Share> terms, Element constant) {
    State state = terms.stream().map(term -> term.state).reduce(State.MASKED, State::and);
    boolean keepsAlpha = terms.stream().allMatch(term -> term.alpha != null);
    Element first = factors.getFirst();
    Sweep sum = terms.getFirst().sweep;
    if (!first.equals(field.element(1))) {
      sum = sum.then((in, into, from, to) -> field.times(in, first, into, from, to));
    }
    for (int i = 1; i < terms.size(); i++) {
      terms.getFirst().requireLength(terms.get(i).length());
      Element factor = factors.get(i);
      FieldArray term = terms.get(i).value(field);
      sum = sum.then((in, into, from, to) -> field.timesPlus(term, factor, in, into, from, to));
    }
    if (!constant.equals(Element.ZERO)) {
      Element half = field.half(constant);
      sum = sum.then((in, into, from, to) -> field.plus(in, half, into, from, to));
    }
    return new Share(sum, state,
        keepsAlpha ? field.combine(factors, terms.stream().map(term -> alpha(term)).toList(), constant) : null,
        derivationOfSum(field, factors, terms, constant));
  }

  private static @Nullable Derivation derivationOfSum(Field field, List<Element> factors, List<Share> terms,
      Element constant) {
    List<Derivation> derivations = new ArrayList<>();
    for (Share term : terms) {
      if (term.derivation == null) {
        return null;
      }
      derivations.add(term.derivation);
    }
    return Derivation.combine(field, factors, derivations, constant);
  }

  /// See [Field#keep].
  public void keep(Field field) {
    field.keep(value(field));
    if (alpha != null) {
      field.keep(alpha);
    }
    if (derivation != null) {
      derivation.forEach(field::keep);
    }
  }

  /// See [Field#dismiss].
  public void dismiss(Field field) {
    field.dismiss(value(field));
    if (alpha != null) {
      field.dismiss(alpha);
    }
    if (derivation != null) {
      derivation.forEach(field::dismiss);
    }
  }

  /// See [Field#release].
  public void release(Field field) {
    field.release(value(field));
    if (alpha != null) {
      field.release(alpha);
    }
    if (derivation != null) {
      derivation.forEach(field::release);
    }
  }

  private void requireLength(int length) {
    if (length != length()) {
      throw new IllegalArgumentException("lengths " + length() + " and " + length + ", expected equal");
    }
  }

  private boolean keepsAlpha(Share y) {
    return alpha != null && y.alpha != null;
  }

  private static FieldArray alpha(Share x) {
    if (x.alpha == null) {
      throw new IllegalStateException("alpha is not kept");
    }
    return x.alpha;
  }

  @Override
  public String toString() {
    return "Share[" + length() + "]";
  }
}
