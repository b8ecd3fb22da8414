/// **What.** Layers of neural networks, each written once against the tensor interface.
/// **Uses.** `tensor`; maps and rationals of `engine`.
/// **Invariants.** A layer is immutable and knows its shapes; what a forward pass leaves for the backward pass is in the step it returns, so that a layer can be
/// used several times. What multiplies takes care that its operands are masked before maps that enlarge them.
/// **Source.** SV18 section 3.3.
@NullMarked
package org.moiety.layers.layer;

import org.jspecify.annotations.NullMarked;
