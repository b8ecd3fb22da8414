package org.moiety.architecture.planted.layers.model;

/// Knows its neighbour.
public final class KnowsTriples {
  Object offence = new org.moiety.architecture.planted.triples.store.Store();
}
