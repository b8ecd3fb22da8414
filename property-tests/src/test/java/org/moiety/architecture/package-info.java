/// **What.** The rules on packages and their dependencies, as tests.
/// **Uses.** the class files of every module.
/// **Invariants.** each rule has been seen to fail on a planted violation.
/// **Source.** `docs/ARCHITECTURE.md`.
@NullMarked
package org.moiety.architecture;

import org.jspecify.annotations.NullMarked;
