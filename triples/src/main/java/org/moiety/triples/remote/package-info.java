/// **What.** Sessions whose roles are processes of their own: what they agree on before they start, and the role that each then is.
/// **Uses.** `engine`, `triples.dealer`.
/// **Invariants.** Nothing is computed before all roles have shown that they were told the same and are in the same session. Seeds are fresh in every session, and known to one party and the
/// dealer.
/// **Source.** SV18 section 3 (settings).
@NullMarked
package org.moiety.triples.remote;

import org.jspecify.annotations.NullMarked;
