/// **What.** JMH benchmarks of the engine and of training steps, part of the standalone JAR; the list of them, and what runs it.
/// **Uses.** `engine`, `layers`, `run`; the only package that uses JMH.
/// **Invariants.** Benchmarks of kernels check a result against the scalar kernels before they measure. A figure is compared with a calibration of
/// the same run only.
/// **Source.** `docs/PERFORMANCE.md` explains the commands and has figures.
@NullMarked
package org.moiety.experiments.benchmark;

import org.jspecify.annotations.NullMarked;
