package org.moiety.experiments.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.experiment.Plot;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.Section.NetworkPicture;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table;

/// A report as JSON: every figure as shown and as it is, every point of every curve. Numbers that are not finite are null.
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  /// In UTF-8.
  static byte[] bytes(Report report) {
    ObjectNode all = JSON.createObjectNode().put("version", report.version()).put("command", report.command())
        .put("data", report.data()).put("quick", report.quick());
    Machine machine = report.machine();
    all.putObject("machine").put("processor", machine.processor()).put("processors", machine.processors())
        .put("memoryBytes", machine.memoryBytes()).put("heapBytes", machine.heapBytes())
        .put("system", machine.system()).put("jdk", machine.jdk());
    ArrayNode sections = all.putArray("sections");
    for (Section section : report.sections()) {
      ObjectNode object = sections.addObject().put("name", section.name()).put("title", section.title())
          .put("found", section.found());
      ArrayNode blocks = object.putArray("blocks");
      section.blocks().forEach(block -> blocks.add(json(block)));
      section.commands().forEach(object.putArray("commands")::add);
    }
    return (all.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode json(Section.Block block) {
    ObjectNode object = JSON.createObjectNode();
    switch (block) {
      case Text text -> object.put("type", "text").put("text", text.text());
      case Table table -> put(object.put("type", "table"), table);
      case Plot plot -> put(object.put("type", "plot"), plot);
      case NetworkPicture network -> put(object.put("type", "network"), network);
    }
    return object;
  }

  private static void put(ObjectNode object, Table table) {
    object.put("id", table.id()).put("caption", table.caption()).put("note", table.note());
    table.columns().forEach(object.putArray("columns")::add);
    ArrayNode rows = object.putArray("rows");
    for (List<Table.Cell> row : table.rows()) {
      ArrayNode cells = rows.addArray();
      for (Table.Cell cell : row) {
        ObjectNode node = cells.addObject().put("text", cell.text());
        node.set("value", number(cell.value()));
        node.put("kind", name(cell.kind()));
      }
    }
  }

  private static void put(ObjectNode object, Plot plot) {
    object.put("id", plot.id()).put("caption", plot.caption());
    object.putObject("x").put("title", plot.x().title()).put("logarithmic", plot.x().logarithmic());
    object.putObject("y").put("title", plot.y().title()).put("logarithmic", plot.y().logarithmic());
    ArrayNode curves = object.putArray("curves");
    for (Plot.Curve curve : plot.curves()) {
      ObjectNode node = curves.addObject().put("name", curve.name()).put("style", name(curve.style()));
      put(node.putArray("x"), curve.x());
      put(node.putArray("y"), curve.y());
    }
  }

  private static void put(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(number(value));
    }
  }

  private static void put(ObjectNode object, NetworkPicture network) {
    object.put("id", network.id()).put("caption", network.caption());
    ArrayNode layers = object.putArray("layers");
    network.layers().forEach(layer -> layers.addObject().put("name", layer.name()).put("shape", layer.shape())
        .put("private", layer.isPrivate()));
  }

  private static JsonNode number(@Nullable Number value) {
    return value == null || !Double.isFinite(value.doubleValue())
        ? JSON.getNodeFactory().nullNode()
        : JSON.valueToTree(value);
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
