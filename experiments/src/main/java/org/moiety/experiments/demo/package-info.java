/// **What.** The page of the lessons, and the server that gives it to a browser on the same machine.
/// **Uses.** `lesson`, `transcript`, the JDK's HTTP server; pages, styles and scripts are resources beside this package.
/// **Invariants.** Listens on 127.0.0.1 only and answers nobody but pages of its own: the host, the origin, the size and the time of every request are checked. The page shows what a transcript says and asks nobody else for anything.
/// **Source.** `docs/teaching/TRANSCRIPT.md`; WHATWG Fetch (`Sec-Fetch-Site`, `Origin`), CSP Level 3.
@NullMarked
package org.moiety.experiments.demo;

import org.jspecify.annotations.NullMarked;
