package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.Traffic;

/// JSON fields that every command's summary has.
final class RunFields {
  private RunFields() {}

  /// How tensors are held; null for what does not apply.
  static void engine(ObjectNode object, Engine engine) {
    boolean encoded = engine.encoding() != Encoding.NATIVE;
    boolean shared = engine.encoding() == Encoding.PRIVATE;
    object.put("tensor", Names.of(engine.encoding()));
    object.put("masks", encoded ? Names.of(engine.protocol().masks()) : null);
    object.put("truncation", encoded ? Names.of(engine.protocol().truncation()) : null);
    object.put("rounding", engine.encoding() == Encoding.PUBLIC ? Names.of(engine.rounding()) : null);
    object.put("security", shared ? Names.of(engine.protocol().security()) : "none");
    object.put("preprocessing", shared ? "trusted dealer" : null);
    object.put("precisionBits", encoded ? (Integer) engine.precision().bits() : null);
    object.put("precisionBase", encoded ? (Integer) engine.precision().base() : null);
    object.put("integerBits", encoded ? (Integer) engine.precision().integerBits() : null);
    object.put("threads", engine.threads());
  }

  static void costs(ObjectNode object, ProcessCosts costs) {
    JsonLines.put(object, "wallSeconds", costs.wallSeconds());
    JsonLines.put(object, "cpuSeconds", costs.cpuSeconds());
    JsonLines.put(object, "peakHeapMiB", costs.peakHeapMiB());
  }

  /// Party 0's totals, then each role's.
  static void traffic(ObjectNode object, Traffic traffic) {
    Count first = Traffic.total(traffic.party0());
    object.put("valuesOpened", first.values()).put("bytesSent", first.bytes()).put("rounds", first.rounds());
    role(object, "party1", Traffic.total(traffic.party1()));
    role(object, "dealer", Traffic.total(traffic.dealer()));
  }

  private static void role(ObjectNode object, String name, Count total) {
    object.putObject(name).put("values", total.values()).put("bytes", total.bytes()).put("rounds", total.rounds());
  }

  static void truncations(ObjectNode object, TruncationRisk risk) {
    object.put("truncationFailureBound", risk.failureBound());
    JsonLines.put(object, "truncationHeadroomBits", risk.headroomBits());
  }

  static void counts(ObjectNode object, List<Count> counts) {
    ArrayNode array = object.putArray("counts");
    for (Count count : counts) {
      array.addObject().put("layer", count.layer()).put("phase", Names.of(count.phase()))
          .put("values", count.values()).put("bytes", count.bytes()).put("rounds", count.rounds());
    }
  }
}
