/// **What.** How roles talk: frames of 64-bit words in order, in memory or over TLS, and what was sent, counted.
/// **Uses.** Nothing of ours.
/// **Invariants.** A frame belongs to the receiver once sent: the sender must not write it again. A closed channel fails every call. What comes from a peer is checked
/// against bounds before anything is allocated for it; that words are below p is for whoever makes elements of them to check. Only this package may use `java.net` and
/// `java.nio.channels`, and it encrypts whatever leaves the process.
/// **Source.** SV18 section 4.5 (values sent from one party to the other); RFC 8446 (TLS 1.3).
@NullMarked
package org.moiety.engine.channel;

import org.jspecify.annotations.NullMarked;
