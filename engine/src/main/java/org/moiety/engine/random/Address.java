package org.moiety.engine.random;

/// Where in a session a stream of random elements is used. An address is used once.
///
/// @param purpose what the elements are for; streams of different purposes are independent
/// @param iteration training iteration, or row of a table of inputs
/// @param operation number of the operation with this purpose inside the iteration
public record Address(String purpose, long iteration, int operation) {}
