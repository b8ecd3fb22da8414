/// - **What.** Files that other programs read and write too: `.npy` arrays, safetensors; a party's shares of named tensors; and a way to write any file whole or not at all, for the
///   owner only where it is a secret.
/// - **Uses.** Jackson for JSON headers. Knows nothing of tensors, shares or data sets: arrays go in and come out.
/// - **Invariants.** Values are kept exactly; NaN and infinities stay what they are. Readers trust nothing in a file: every size is checked against the
///   length of the file before memory is asked for. Every failure is a [FileException] of one line. Writers leave the old file or the new one,
///   never a part.
/// - **Source.** NEP 1 and numpy.lib.format (versions 1.0 and 2.0); the safetensors format description.
@NullMarked
package org.moiety.layers.file;

import org.jspecify.annotations.NullMarked;
