/// - **What.** Labelled images: IDX files, PNG, MNIST on demand, and the generated default data set.
/// - **Uses.** `layers.file` to write downloads, `engine.kernel` for its workers. Knows nothing of tensors, models or sessions.
/// - **Invariants.** Pixels are unsigned bytes, 0 = background, 255 = ink; as floats they are `byte / 255`. Data sets do not change after
///   construction and may be read by any number of threads. Every failure a user can cause is a [DataException] of one line. Only `Download`
///   talks to the network.
/// - **Source.** IDX: LeCun, Cortes and Burges, the MNIST page. MNIST: LeCun, Bottou, Bengio and Haffner 1998.
@NullMarked
package org.moiety.layers.data;

import org.jspecify.annotations.NullMarked;
