/// **What.** What a run tells the user: progress while it works, and afterwards a summary in words or as JSON lines.
/// **Uses.** `run`, and what its results are made of.
/// **Invariants.** Writes to the streams it is given, never to `System.out` or `System.err` itself. Text is ASCII, at most 100 columns.
/// **Source.** `docs/CLI.md` lists the JSON fields.
@NullMarked
package org.moiety.experiments.report;

import org.jspecify.annotations.NullMarked;
