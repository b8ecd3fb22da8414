/// **What.** Tensors in three encodings behind one interface: floats, field elements in the clear, and secret shares.
/// **Uses.** `engine` (of its protocol only roles and secrets).
/// **Invariants.** Immutable. An encoded tensor knows its scale; products multiply scales, and `rescaled` is the only operation that truncates. No implicit
/// conversion between encodings, and no I/O but through a role.
/// **Source.** SV18 section 3.1 (three tensor types).
@NullMarked
package org.moiety.layers.tensor;

import org.jspecify.annotations.NullMarked;
