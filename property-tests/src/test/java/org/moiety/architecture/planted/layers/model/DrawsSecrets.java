package org.moiety.architecture.planted.layers.model;

/// Draws its own randomness.
public final class DrawsSecrets {
  Object offence = new java.security.SecureRandom();
  Object another = new java.util.Random();
}
