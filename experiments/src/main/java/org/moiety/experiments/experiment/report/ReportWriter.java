package org.moiety.experiments.experiment.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.moiety.experiments.experiment.Plan;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.Table;
import org.moiety.layers.file.AtomicFile;

/// Writes a report into its folder.
public final class ReportWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Plan plan;
  private final String version;

  public ReportWriter(Plan plan, String version) {
    this.plan = plan;
    this.version = version;
  }

  /// @return the page
  public Path write(List<Section> sections) {
    ObjectNode all = JSON.createObjectNode().put("version", version).put("data", plan.data()).put("quick",
        plan.quick());
    ArrayNode array = all.putArray("sections");
    for (Section section : sections) {
      ObjectNode object = array.addObject().put("name", section.name()).put("title", section.title())
          .put("found", section.found());
      ArrayNode tables = object.putArray("tables");
      for (Section.Block block : section.blocks()) {
        if (block instanceof Table table) {
          tables.add(json(table));
        }
      }
    }
    Path file = plan.out().resolve("report.json");
    AtomicFile.write(file, (all.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private static ObjectNode json(Table table) {
    ObjectNode object = JSON.createObjectNode().put("id", table.id()).put("caption", table.caption());
    table.columns().forEach(object.putArray("columns")::add);
    ArrayNode rows = object.putArray("rows");
    for (List<Table.Cell> row : table.rows()) {
      ArrayNode cells = rows.addArray();
      row.forEach(cell -> cells.addObject().put("text", cell.text()).put("kind",
          cell.kind().name().toLowerCase(java.util.Locale.ROOT)));
    }
    return object;
  }
}
