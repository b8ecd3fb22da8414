/// **What.** The loss, computed by the data owner on revealed logits.
/// **Uses.** `tensor`.
/// **Invariants.** Logits go to the data owner alone; the labels never leave it, for the gradient is its input. `StrictMath` only, so that every machine gets the same bits.
/// **Source.** SV18 sections 3.3 (loss function) and 4.1 (log-sum-exp).
@NullMarked
package org.moiety.layers.loss;

import org.jspecify.annotations.NullMarked;
