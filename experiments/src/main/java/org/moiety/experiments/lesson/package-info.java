/// **What.** Lessons on secret sharing and computing on shares: each runs the real engine on inputs of the learner's choice, watches it, and tells what happened.
/// **Uses.** The engine, the dealer, layers; `transcript`.
/// **Invariants.** Every number that a lesson shows comes out of the engine, from its observers or the shares that the program exported. The same inputs and seed give the same steps, but for coins. Inputs are limited in size, for
/// they may come from a page. Nothing here prints.
/// **Source.** SV18; Beaver 1991; Damgård et al. 2012; `docs/teaching/`.
@NullMarked
package org.moiety.experiments.lesson;

import org.jspecify.annotations.NullMarked;
