/// **What.** The online phase: secrets as a program sees them, and one party's part in computing on them.
/// **Uses.** All of `engine` below it.
/// **Invariants.** All roles run the same program in the same order. Every opening goes through [org.moiety.engine.online.Openings], which counts it and
/// records it for the MAC check. One thread drives a role.
/// **Source.** SV18 sections 2.3 and 3.4; Beaver 1991; Damgård et al. 2012 (SPDZ); `docs/JOURNEY.md`.
@NullMarked
package org.moiety.engine.online;

import org.jspecify.annotations.NullMarked;
