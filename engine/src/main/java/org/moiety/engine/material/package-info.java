/// **What.** What the online phase asks of the offline phase: interfaces, and the order in which material is addressed.
/// **Uses.** `field`, `map`, `fixed`, `random`.
/// **Invariants.** Both parties and whoever makes the material ask in the same order; each piece is handed out once.
/// **Source.** SV18 section 2.3 (offline phase); Beaver 1991; Bendlin et al. 2011.
@NullMarked
package org.moiety.engine.material;

import org.jspecify.annotations.NullMarked;
