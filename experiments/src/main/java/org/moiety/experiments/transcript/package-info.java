/// **What.** The transcript of a lesson: steps with the values that each role holds, what goes over the wire, and what it gives away; plain records, and their JSON.
/// **Uses.** Nothing of ours.
/// **Invariants.** A transcript says all that a page or a terminal shows; neither computes anything itself. Element values are decimal strings, for JSON's numbers are too short.
/// **Source.** `docs/teaching/TRANSCRIPT.md` describes the JSON.
@NullMarked
package org.moiety.experiments.transcript;

import org.jspecify.annotations.NullMarked;
