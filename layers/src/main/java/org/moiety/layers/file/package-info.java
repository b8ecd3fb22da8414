/// - **What.** Files that other programs read and write too: `.npy` arrays, safetensors, and a way to write any file whole or not at all.
/// - **Uses.** Jackson for the JSON header of safetensors. Knows nothing of tensors, shares or data sets: arrays go in and come out.
/// - **Invariants.** Values are kept exactly; NaN and infinities stay what they are. Readers trust nothing in a file: every size is checked against the
///   length of the file before memory is asked for. Every failure is a [FileException] of one line. Writers leave the old file or the new one,
///   never a part.
/// - **Source.** NEP 1 and numpy.lib.format (versions 1.0 and 2.0); the safetensors format description.
@NullMarked
package org.moiety.layers.file;

import org.jspecify.annotations.NullMarked;
