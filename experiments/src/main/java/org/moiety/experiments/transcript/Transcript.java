package org.moiety.experiments.transcript;

import java.util.List;
import java.util.Map;

/// A lesson as it went.
///
/// @param lesson name of the lesson
/// @param inputs all of them, as text
/// @param prime the field's p
/// @param small whether p is small enough to check by hand
public record Transcript(String lesson, String title, Map<String, String> inputs, long seed, String prime,
    boolean small, List<Step> steps, Result result) {
  public Transcript {
    steps = List.copyOf(steps);
  }
}
