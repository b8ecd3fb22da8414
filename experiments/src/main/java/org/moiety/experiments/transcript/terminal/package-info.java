/// **What.** Steps of a lesson as text for a terminal: party 0, the wire and party 1 side by side.
/// **Uses.** `transcript`.
/// **Invariants.** Lines are as wide as the terminal at most, colours not counted. Nothing is printed here.
/// **Source.** none.
@NullMarked
package org.moiety.experiments.transcript.terminal;

import org.jspecify.annotations.NullMarked;
