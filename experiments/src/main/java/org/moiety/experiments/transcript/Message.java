package org.moiety.experiments.transcript;

/// A value on the wire.
public record Message(Place from, Place to, Value value) {}
