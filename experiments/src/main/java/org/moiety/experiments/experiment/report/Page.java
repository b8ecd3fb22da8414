package org.moiety.experiments.experiment.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateHTMLOutputModel;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.moiety.experiments.experiment.Plot;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.Section.NetworkPicture;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table;

/// What the template `report.ftlh` shows. The records are public, for the template engine reads no others.
///
/// @param machine names and values
public record Page(String version, String command, String data, boolean quick, List<Fact> machine,
    List<Part> parts) {
  private static final Configuration TEMPLATES = templates();

  public record Fact(String name, String value) {}

  /// A section.
  public record Part(String id, String title, String found, List<Block> blocks, List<String> commands) {}

  /// What a section is made of; `type` names the macro that shows it.
  public sealed interface Block permits Paragraph, Figures, Picture, Networks {
    String type();
  }

  public record Paragraph(String type, String text) implements Block {}

  /// A table.
  public record Figures(String type, String id, String caption, List<Column> columns, List<List<Entry>> rows,
      String note) implements Block {}

  /// @param figures whether it holds figures, not names
  public record Column(String name, boolean figures) {}

  /// @param kind class of the cell
  public record Entry(String text, String kind, boolean figures) {}

  /// A plot.
  ///
  /// @param svg as it stands in the page
  public record Picture(String type, String id, String caption, TemplateHTMLOutputModel svg) implements Block {}

  /// Networks, side by side.
  public record Networks(String type, List<NetworkPicture> networks) implements Block {}

  static Page of(Report report) {
    Machine machine = report.machine();
    List<Fact> facts = List.of(new Fact("Processor", machine.processor()),
        new Fact("Processors in use", Integer.toString(machine.processors())),
        new Fact("Memory", Machine.gibibytes(machine.memoryBytes())),
        new Fact("Heap limit of a run", Machine.gibibytes(machine.heapBytes())),
        new Fact("Operating system", machine.system()), new Fact("JDK", machine.jdk()),
        new Fact("Moiety", report.version()), new Fact("Data", report.data()));
    return new Page(report.version(), report.command(), report.data(), report.quick(), facts,
        report.sections().stream().map(Page::part).toList());
  }

  /// The page as a text.
  String html() {
    StringWriter text = new StringWriter();
    try {
      TEMPLATES.getTemplate("report.ftlh").process(this, text);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("no page", e);
    }
    return text.toString();
  }

  private static Configuration templates() {
    Configuration templates = new Configuration(Configuration.VERSION_2_3_34);
    templates.setClassForTemplateLoading(Page.class, "");
    templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
    templates.setLocale(Locale.ROOT);
    templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    templates.setLogTemplateExceptions(false);
    return templates;
  }

  private static Part part(Section section) {
    List<Block> blocks = new ArrayList<>();
    List<NetworkPicture> networks = new ArrayList<>();
    for (Section.Block block : section.blocks()) {
      if (!(block instanceof NetworkPicture) && !networks.isEmpty()) {
        blocks.add(new Networks("networks", List.copyOf(networks)));
        networks.clear();
      }
      switch (block) {
        case Text text -> blocks.add(new Paragraph("paragraph", text.text()));
        case Table table -> blocks.add(figures(table));
        case Plot plot -> blocks.add(picture(plot));
        case NetworkPicture network -> networks.add(network);
      }
    }
    if (!networks.isEmpty()) {
      blocks.add(new Networks("networks", List.copyOf(networks)));
    }
    return new Part(section.name(), section.title(), section.found(), blocks, section.commands());
  }

  private static Figures figures(Table table) {
    List<Column> columns = IntStream.range(0, table.columns().size())
        .mapToObj(i -> new Column(table.columns().get(i), hasFigures(table, i))).toList();
    List<List<Entry>> rows = table.rows().stream()
        .map(row -> IntStream.range(0, row.size()).mapToObj(i -> entry(row.get(i), columns.get(i))).toList()).toList();
    return new Figures("figures", table.id(), table.caption(), columns, rows, table.note());
  }

  private static boolean hasFigures(Table table, int column) {
    return table.rows().stream().anyMatch(row -> row.get(column).value() != null);
  }

  private static Entry entry(Table.Cell cell, Column column) {
    return new Entry(cell.text(), cell.kind().name().toLowerCase(Locale.ROOT), column.figures());
  }

  private static Picture picture(Plot plot) {
    try {
      return new Picture("picture", plot.id(), plot.caption(),
          HTMLOutputFormat.INSTANCE.fromMarkup(PlotChart.picture(plot).element()));
    } catch (TemplateModelException e) {
      throw new IllegalStateException("no picture", e);
    }
  }
}
