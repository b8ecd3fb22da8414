/// **What.** The training and evaluation program that every role runs.
/// **Uses.** `model`, `loss`, `optimizer`, `data`, `tensor`.
/// **Invariants.** All roles take the same steps in the same order: what depends on data happens at its owner, through the backend. Order of examples and dropout
/// come from a public seed.
/// **Source.** SV18 section 4.1.
@NullMarked
package org.moiety.layers.train;

import org.jspecify.annotations.NullMarked;
