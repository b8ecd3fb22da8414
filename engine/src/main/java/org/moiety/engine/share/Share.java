package org.moiety.engine.share;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.LinearMap;

/// One party's additive share x_i of a secret array x = x_0 + x_1, and the state of its mask.
///
/// A secret is *masked* when `alpha = x - a` is public for a mask a that nobody knows; the share is then `x_i = a_i + alpha / 2`. Linear maps keep that:
/// a linear map of a masked secret is masked by the same map of its mask. A MAC share has its place beside `value`.
///
/// Immutable. Prints its length only.
public final class Share {
  private final FieldArray value;
  private final boolean masked;
  private final @Nullable FieldArray alpha;

  private Share(FieldArray value, boolean masked, @Nullable FieldArray alpha) {
    this.value = value;
    this.masked = masked;
    this.alpha = alpha;
  }

  /// A share of a secret that was never opened under a mask.
  public static Share unmasked(FieldArray value) {
    return new Share(value, false, null);
  }

  /// A share of a masked secret whose alpha is needed no more: a product needs the share alone.
  public static Share masked(FieldArray value) {
    return new Share(value, true, null);
  }

  /// A share of a masked secret, with alpha.
  public static Share masked(FieldArray value, FieldArray alpha) {
    return new Share(value, true, alpha);
  }

  public FieldArray value() {
    return value;
  }

  public int length() {
    return value.length();
  }

  public boolean isMasked() {
    return masked;
  }

  /// The opened difference from the mask; null where it is not kept.
  public @Nullable FieldArray alpha() {
    return alpha;
  }

  public Share map(Field field, LinearMap f) {
    return new Share(f.apply(field, value), masked, alpha == null ? null : f.apply(field, alpha));
  }

  public Share plus(Field field, Share y) {
    return new Share(field.add(value, y.value), masked && y.masked,
        keepsAlpha(y) ? field.add(alpha(this), alpha(y)) : null);
  }

  public Share minus(Field field, Share y) {
    return new Share(field.subtract(value, y.value), masked && y.masked,
        keepsAlpha(y) ? field.subtract(alpha(this), alpha(y)) : null);
  }

  /// `x + f(y)`.
  public Share plus(Field field, LinearMap f, Share y) {
    return new Share(f.applyPlus(field, y.value, value), masked && y.masked,
        keepsAlpha(y) ? f.applyPlus(field, alpha(y), alpha(this)) : null);
  }

  /// `factor_0 x_0 + factor_1 x_1 + ... + constant` for public factors and a public constant, half of which goes to each party.
  public static Share combine(Field field, List<Element> factors, List<Share> terms, Element constant) {
    boolean masked = terms.stream().allMatch(Share::isMasked);
    boolean keepsAlpha = terms.stream().allMatch(term -> term.alpha != null);
    FieldArray value = field.combine(factors, terms.stream().map(Share::value).toList(), field.half(constant));
    return new Share(value, masked,
        keepsAlpha ? field.combine(factors, terms.stream().map(term -> alpha(term)).toList(), constant) : null);
  }

  /// See [Field#keep].
  public void keep(Field field) {
    field.keep(value);
    if (alpha != null) {
      field.keep(alpha);
    }
  }

  /// See [Field#dismiss].
  public void dismiss(Field field) {
    field.dismiss(value);
    if (alpha != null) {
      field.dismiss(alpha);
    }
  }

  /// See [Field#release].
  public void release(Field field) {
    field.release(value);
    if (alpha != null) {
      field.release(alpha);
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
