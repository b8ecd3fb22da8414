/// **What.** JMH benchmarks of the engine, part of the standalone JAR.
/// **Uses.** `engine`.
/// **Invariants.** Each benchmark checks its result against the scalar kernels before it is measured. Sizes are those of training, and some that are no
/// multiples of the lanes.
/// **Source.** `docs/PERFORMANCE.md` has the figures.
@NullMarked
package org.moiety.experiments.benchmark;

import org.jspecify.annotations.NullMarked;
