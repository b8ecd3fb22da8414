/// **What.** How parameters follow their gradients.
/// **Uses.** `layer`, `tensor`.
/// **Invariants.** One truncation a parameter and step: learning rate and batch size are folded into it.
/// **Source.** SV18 section 4.1 (plain stochastic gradient descent).
@NullMarked
package org.moiety.layers.optimizer;

import org.jspecify.annotations.NullMarked;
