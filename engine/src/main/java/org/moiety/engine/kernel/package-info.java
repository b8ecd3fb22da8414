/// **What.** Arithmetic on blocks of field elements and floats: one contract, a scalar and a SIMD implementation of it, chosen once.
/// Elements are multiplied in limbs of 26 bits, matrices by residues modulo eleven primes.
/// Beside them [Calibration], the processor's limits that benchmarks compare with.
/// **Uses.** Nothing of ours; the only package that may use `jdk.incubator.vector`.
/// **Invariants.** Elements in memory are canonical (`0 <= x < p`) and, unless a method says otherwise, in Montgomery form with
/// `R = 2^128`. Time depends on lengths and public constants, never on values. No I/O; no state
/// but buffers of products, which keep what was multiplied last.
/// **Source.** Montgomery 1985; the bounds are derived in `docs/BOUNDS.md`.
@NullMarked
package org.moiety.engine.kernel;

import org.jspecify.annotations.NullMarked;
