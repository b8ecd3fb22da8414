/// **What.** What a role that is a process of its own needs: its identity.
/// **Uses.** `engine.channel`, `layers.file`.
/// **Invariants.** Prints nothing. A private key leaves its file for the channel only.
/// **Source.** RFC 8446 (TLS 1.3), RFC 5280 (certificates).
@NullMarked
package org.moiety.experiments.session;

import org.jspecify.annotations.NullMarked;
