/// **What.** Where a role's time goes: by layer and phase, split into activities, as events of the JDK's Flight Recorder (JFR).
/// **Uses.** Nothing of ours; everyone may use it.
/// **Invariants.** Events carry names and durations, never values. While nothing records, no clock is read and nothing is kept.
/// **Source.** JEP 328 (Flight Recorder), JEP 506 (scoped values).
@NullMarked
package org.moiety.engine.profile;

import org.jspecify.annotations.NullMarked;
