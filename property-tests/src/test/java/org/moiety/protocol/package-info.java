/// **What.** Laws of the protocol: every operation and every program on shares reconstructs to what the public computation gives.
/// **Uses.** `engine`, `triples`.
/// **Invariants.** A law is written once and run for every mask policy and truncation. All randomness derives from what jqwik prints on failure.
/// **Source.** SV18 sections 2.3 and 3.4; `docs/JOURNEY.md`.
@NullMarked
package org.moiety.protocol;

import org.jspecify.annotations.NullMarked;
