/// **What.** Networks: how they are described, checked and put together, and their named presets.
/// **Uses.** `layer`, `tensor`.
/// **Invariants.** Shapes are checked when a network is built; a network has no state but its parameters, which the caller holds.
/// **Source.** SV18 tables 2 and 3.
@NullMarked
package org.moiety.layers.model;

import org.jspecify.annotations.NullMarked;
