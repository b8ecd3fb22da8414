package org.moiety.architecture.planted.engine.online;

/// Points up, out of its module.
public final class KnowsExperiments {
  Object offence = new org.moiety.architecture.planted.experiments.cli.Command();
}
