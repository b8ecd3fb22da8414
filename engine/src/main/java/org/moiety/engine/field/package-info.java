/// **What.** The prime field: arrays of elements and the arithmetic on them. [org.moiety.engine.field.FieldArray] owns the words; nothing above
/// this package touches them.
/// **Uses.** `kernel`.
/// **Invariants.** Elements are canonical and in Montgomery form. Arrays have a fixed length; operations with a range write that range only.
/// **Source.** Seggers and van der Veen 2018 (SV18), section 2.3 (arithmetic modulo a large prime).
@NullMarked
package org.moiety.engine.field;

import org.jspecify.annotations.NullMarked;
