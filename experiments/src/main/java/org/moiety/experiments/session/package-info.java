/// **What.** Roles that are processes of their own: their identities and settings, and what each does in a session; all of them on one machine, for a try-out.
/// **Uses.** `run`; `engine`, `triples`, `layers`.
/// **Invariants.** Prints nothing. A private key leaves its file for the channel only. A role has its own data and seeds, and nobody else's: only `insecure-seed` derives secrets from a number
/// that all know.
/// **Source.** SV18 section 3 (settings); RFC 8446 (TLS 1.3), RFC 5280 (certificates).
@NullMarked
package org.moiety.experiments.session;

import org.jspecify.annotations.NullMarked;
