package org.moiety.architecture.planted.layers.model;

/// Reaches for what only a flag may switch on.
public final class KnowsInsecure {
  Object offence = new org.moiety.architecture.planted.engine.share.InsecureShare();
}
