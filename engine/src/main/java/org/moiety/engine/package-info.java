/// **What.** The engine: arithmetic on a prime field, shares of field elements and the online protocol; the
/// subpackages hold it, from `kernel` at the bottom to `online` at the top.
/// **Uses.** nothing of ours outside the engine.
/// **Invariants.** arrows between the subpackages only point down; none of them knows triples, layers or
/// experiments.
/// **Source.** `docs/ARCHITECTURE.md`.
@NullMarked
package org.moiety.engine;

import org.jspecify.annotations.NullMarked;
