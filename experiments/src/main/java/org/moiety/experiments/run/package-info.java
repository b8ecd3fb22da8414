/// **What.** What the commands do, apart from reading arguments and printing: programs run in a chosen encoding, saved models, share files.
/// **Uses.** `engine`, `triples`, `layers`.
/// **Invariants.** Prints nothing. What a user did wrong is an [org.moiety.experiments.run.UsageException] or one of the modules' own exceptions with a line
/// that is meant for the user.
/// **Source.** SV18 section 3 (one model, three encodings).
@NullMarked
package org.moiety.experiments.run;

import org.jspecify.annotations.NullMarked;
