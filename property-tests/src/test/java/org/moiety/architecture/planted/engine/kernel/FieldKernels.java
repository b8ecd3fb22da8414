package org.moiety.architecture.planted.engine.kernel;

/// The planted contract.
public interface FieldKernels {}
