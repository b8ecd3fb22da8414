package org.moiety.architecture.planted.engine.kernel;

/// The planted kernel's block.
public final class Limbs {}
