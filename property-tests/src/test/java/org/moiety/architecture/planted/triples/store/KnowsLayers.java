package org.moiety.architecture.planted.triples.store;

/// Knows its neighbour.
public final class KnowsLayers {
  Object offence = new org.moiety.architecture.planted.layers.model.KnowsTriples();
}
