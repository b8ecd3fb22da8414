package org.moiety.experiments.experiment.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.moiety.experiments.chart.ChartPicture;
import org.moiety.experiments.experiment.Networks;
import org.moiety.experiments.experiment.Plan;
import org.moiety.experiments.experiment.Plot;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.Table;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;

/// Writes a report into its folder: `report.html`, `report.json`, a CSV file for each table in `tables`, an SVG and a PNG for each plot in `plots`.
public final class ReportWriter {
  private final Plan plan;
  private final String version;
  private final String command;

  /// @param version of this program
  /// @param command that makes the whole report
  public ReportWriter(Plan plan, String version, String command) {
    this.plan = plan;
    this.version = version;
    this.command = command;
  }

  /// Writes the page last: where it is, the rest is.
  ///
  /// @return the page
  /// @throws FileException if a folder cannot be made or a file not be written
  public Path write(List<Section> sections) {
    Report report = new Report(version, command, plan.data(), plan.quick(), Machine.here(),
        Stream.concat(Stream.of(Networks.section(plan)), sections.stream()).toList());
    Path tables = folder("tables");
    Path plots = folder("plots");
    for (Section section : report.sections()) {
      for (Section.Block block : section.blocks()) {
        if (block instanceof Table table) {
          AtomicFile.write(tables.resolve(table.id() + ".csv"), ReportCsv.bytes(table));
        } else if (block instanceof Plot plot) {
          ChartPicture picture = PlotChart.picture(plot);
          AtomicFile.write(plots.resolve(plot.id() + ".svg"), picture.svg());
          AtomicFile.write(plots.resolve(plot.id() + ".png"), picture.png());
        }
      }
    }
    AtomicFile.write(plan.out().resolve("report.json"), ReportJson.bytes(report));
    Path page = plan.out().resolve("report.html");
    AtomicFile.write(page, Page.of(report).html().getBytes(StandardCharsets.UTF_8));
    return page;
  }

  private Path folder(String name) {
    Path folder = plan.out().resolve(name);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileException.of(folder, "made", e);
    }
  }
}
