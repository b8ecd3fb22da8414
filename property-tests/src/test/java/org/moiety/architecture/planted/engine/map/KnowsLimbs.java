package org.moiety.architecture.planted.engine.map;

/// Touches limbs.
public final class KnowsLimbs {
  Object offence = new org.moiety.architecture.planted.engine.kernel.Limbs();
}
