/// **What.** The entry class of the standalone JAR, which finds a JDK 25 and starts the command line on it.
/// **Uses.** the Java 8 library only; the command line by its name.
/// **Invariants.** compiled for Java 8, so that an old `java` gets an answer and not a stack trace.
/// **Source.** `docs/DECISIONS.md`, "The JAR starts itself twice".
@NullMarked
package org.moiety.experiments.launch;

import org.jspecify.annotations.NullMarked;
