/// **What.** How roles talk: frames of 64-bit words in order, in memory now, and what was sent, counted.
/// **Uses.** Nothing of ours.
/// **Invariants.** A frame belongs to the receiver once sent: the sender must not write it again. A closed channel fails every call. Only this package may
/// use `java.net` and `java.nio.channels`.
/// **Source.** SV18 section 4.5 (values sent from one party to the other).
@NullMarked
package org.moiety.engine.channel;

import org.jspecify.annotations.NullMarked;
