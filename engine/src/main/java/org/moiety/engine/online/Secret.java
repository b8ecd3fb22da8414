package org.moiety.engine.online;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;

/// A secret array as a program sees it. What an object holds depends on the role: a party its share, the dealer the mask. What it stands for never changes; operands must come
/// from the same [Role].
public interface Secret {
  int length();

  Secret map(LinearMap f);

  Secret plus(Secret y);

  Secret minus(Secret y);

  /// `x + f(y)`.
  Secret plus(LinearMap f, Secret y);

  /// `factor_0 x_0 + factor_1 x_1 + ... + constant`, where x_0 is this secret and the others follow; factors and constant are public.
  Secret combine(List<Element> factors, List<Secret> others, Element constant);

  /// Each entry times a public constant.
  default Secret times(Element c) {
    return combine(List.of(c), List.of(), Element.ZERO);
  }

  /// Each entry plus a public constant.
  Secret plusPublic(Element c);

  /// `f(x, y)` for a public y.
  Secret productPublic(BilinearMap f, FieldArray y);

  /// This secret, opened under a mask of its own if the policy keeps masks and it is not yet. Asked for before a linear map whose image is larger, so that
  /// each value is masked once (SV18 section 3.4).
  Secret masked();

  /// `f(x, y)`.
  Secret product(BilinearMap f, Secret y);

  /// `floor(x / divisor)`, or one more; see [TruncationMethod].
  Secret truncate(Truncation truncation);

  /// Keeps this secret beyond the region of the role's field that is open, see [org.moiety.engine.field.Field#openRegion]; ends with [#dismiss].
  void keep();

  /// Takes back a [#keep].
  void dismiss();

  /// The value, at a role that receives it; null elsewhere.
  @Nullable
  FieldArray reveal(Receiver receiver);
}
