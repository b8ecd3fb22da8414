package org.moiety.experiments.transcript;

/// What somebody can conclude from all that it saw.
public record Insight(Place who, String text) {}
