package org.moiety.architecture.planted.engine.kernel;

/// Forgets its contract.
public final class ScalarFieldKernels {}
