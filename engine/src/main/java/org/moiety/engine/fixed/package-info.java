/// **What.** Real numbers as field elements: precision, scales, encoding and decoding.
/// **Uses.** `field`.
/// **Invariants.** A scale is a positive integer, the units per 1; an encoded number x is `round(x * scale)`, negative ones in the upper half. A scale
/// belongs to a value and never changes.
/// **Source.** SV18 section 2.3; Catrina and Saxena 2010.
@NullMarked
package org.moiety.engine.fixed;

import org.jspecify.annotations.NullMarked;
