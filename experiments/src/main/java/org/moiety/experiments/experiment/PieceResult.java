package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// What a piece printed, object by object.
///
/// @param seconds that it took
public record PieceResult(List<JsonNode> lines, double seconds) {
  public PieceResult {
    lines = List.copyOf(lines);
  }

  /// The objects of one event.
  public List<JsonNode> events(String event) {
    return lines.stream().filter(line -> line.path("event").asText().equals(event)).toList();
  }

  /// The last object: what came of it all.
  public JsonNode summary() {
    return lines.getLast();
  }

  /// The first object: the settings of a training run.
  public JsonNode start() {
    return lines.getFirst();
  }

  /// Whether the command ended with an error, which its piece allows.
  public boolean failed() {
    return summary().path("event").asText().equals(PieceRunner.FAILED);
  }

  /// What the command said when it failed.
  public String failure() {
    return summary().path("message").asText().replaceFirst("^moiety: ", "");
  }

  /// Accuracy on the test set, 0 to 1.
  public double testAccuracy() {
    return summary().path("testAccuracy").asDouble(Double.NaN);
  }

  /// Seconds from the start of the JVM to its end.
  public double wallSeconds() {
    return summary().path("wallSeconds").asDouble(Double.NaN);
  }

  /// Seconds of all processors.
  public double processorSeconds() {
    return summary().path("cpuSeconds").asDouble(Double.NaN);
  }

  public String weightsSha256() {
    return summary().path("weightsSha256").asText();
  }
}
