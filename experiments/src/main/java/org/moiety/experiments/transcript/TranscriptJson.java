package org.moiety.experiments.transcript;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Transcripts as JSON: an object whose fields are those of the records.
public final class TranscriptJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TranscriptJson() {}

  /// A transcript, a step, a result, or the description of an input.
  public static ObjectNode of(Object part) {
    return MAPPER.valueToTree(part);
  }
}
