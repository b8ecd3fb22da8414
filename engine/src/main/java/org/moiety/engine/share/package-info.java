/// **What.** Additive shares of secret arrays and what is public about their masks. Local arithmetic only.
/// **Uses.** `field`, `map`.
/// **Invariants.** The shares of the two parties add up to the secret. A public value c enters as c / 2 in both shares, so that the difference of the shares of
/// a masked secret is the difference of its mask's shares, which the dealer knows. No I/O.
/// **Source.** SV18 section 2.3; Beaver 1991.
@NullMarked
package org.moiety.engine.share;

import org.jspecify.annotations.NullMarked;
