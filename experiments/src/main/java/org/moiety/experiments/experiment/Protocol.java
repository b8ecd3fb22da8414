package org.moiety.experiments.experiment;

import java.util.List;
import java.util.stream.Stream;

/// What decides how much is opened: SV18's two protocols, and the one that Moiety uses by default.
enum Protocol {
  /// SV18's baseline.
  FRESH("fresh", "local"),
  /// SV18's optimised protocol.
  REUSE("reuse", "local"),
  /// Every secret is masked once, at birth, and truncations are opened.
  FUSED("fused", "masked");

  private final String masks;
  private final String truncation;

  Protocol(String masks, String truncation) {
    this.masks = masks;
    this.truncation = truncation;
  }

  /// The mask policy, which names the protocol.
  String masks() {
    return masks;
  }

  /// Options of `moiety train`.
  List<String> options() {
    return Stream.concat(Plan.tensor("private").stream(), Stream.of("--masks", masks, "--truncation", truncation))
        .toList();
  }
}
