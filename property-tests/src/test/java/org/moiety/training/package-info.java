/// **What.** Whole trainings: private and public ones agree bit for bit, and open as many values as they may.
/// **Uses.** every module.
/// **Invariants.** What takes minutes is tagged `long` and runs under `-Plong`.
/// **Source.** SV18 sections 4.1 and 4.5, tables 6 and 7.
@NullMarked
package org.moiety.training;

import org.jspecify.annotations.NullMarked;
