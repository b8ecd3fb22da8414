/// **What.** Linear and bilinear maps on flat arrays, written once and applied to floats, field elements, shares and masks alike.
/// **Uses.** `field`, and the float kernels.
/// **Invariants.** A map is public and immutable; its lengths are known at construction. Linear maps have entries 0 and 1 only; a bilinear map takes
/// one product a term.
/// **Source.** SV18 sections 3.3 (im2col, average pooling) and 3.4 (special triples: each is one bilinear map); Chellapilla et al. 2006.
@NullMarked
package org.moiety.engine.map;

import org.jspecify.annotations.NullMarked;
