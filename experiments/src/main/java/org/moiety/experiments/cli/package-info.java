/// **What.** The command line: `moiety` and its subcommands.
/// **Uses.** every other module, and picocli.
/// **Invariants.** results go to standard output, progress and errors to standard error; a wrong argument,
/// file or peer costs one line and exit code 2.
/// **Source.** the manual of each command is its own `--help`.
@NullMarked
package org.moiety.experiments.cli;

import org.jspecify.annotations.NullMarked;
