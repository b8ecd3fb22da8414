package org.moiety.architecture.planted.experiments.cli;

/// What nothing may know.
public final class Command {}
