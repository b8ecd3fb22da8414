package org.moiety.architecture.planted.layers.model;

/// Uses the Vector API.
public final class UsesVectors {
  Object offence = jdk.incubator.vector.LongVector.SPECIES_PREFERRED;
}
