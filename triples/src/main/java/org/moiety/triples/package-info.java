/// **What.** The offline phase: everything that makes, deals, stores or checks correlated randomness.
/// **Uses.** the engine.
/// **Invariants.** layers are unknown here; no piece of material is handed out twice.
/// **Source.** `docs/ARCHITECTURE.md`.
@NullMarked
package org.moiety.triples;

import org.jspecify.annotations.NullMarked;
