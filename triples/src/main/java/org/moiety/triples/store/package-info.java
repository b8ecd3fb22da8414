/// **What.** Preprocessing made ahead: what the dealer would send a party, in a file that serves one session.
/// **Uses.** `engine`, and the terms of `triples.remote`.
/// **Invariants.** A file's material is marked as spent, on disk, before any of it is used, and is refused from then on. Nothing read is used before its check fits. What is written is never held in memory
/// as a whole.
/// **Source.** SV18 section 2.3 (offline phase).
@NullMarked
package org.moiety.triples.store;

import org.jspecify.annotations.NullMarked;
