/// **What.** Tensors, layers, losses, optimisers, models and their training.
/// **Uses.** the engine; where triples come from is known only through its interfaces.
/// **Invariants.** one model runs in all encodings (native, public, private).
/// **Source.** `docs/ARCHITECTURE.md`.
@NullMarked
package org.moiety.layers;

import org.jspecify.annotations.NullMarked;
