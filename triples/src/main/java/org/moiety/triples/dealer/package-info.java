/// **What.** The trusted dealer: the role that runs the program on masks, and the two parties' ends of what it deals.
/// **Uses.** `engine`.
/// **Invariants.** The dealer sees no input and no opened value. Party 0's material expands from a seed; party 1 receives what cannot. A trusted dealer is an
/// assumption, and reports say so.
/// **Source.** SV18 section 2.3 (offline phase); Beaver 1991.
@NullMarked
package org.moiety.triples.dealer;

import org.jspecify.annotations.NullMarked;
