package org.moiety.experiments.experiment.report;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.moiety.experiments.experiment.Table;

/// A table as CSV (RFC 4180): the names of the columns, then the figures themselves, not as they are shown.
final class ReportCsv {
  private static final CsvMapper CSV = new CsvMapper();

  private ReportCsv() {}

  /// In UTF-8.
  static byte[] bytes(Table table) {
    StringWriter text = new StringWriter();
    try (SequenceWriter rows = CSV.writer().writeValues(text)) {
      rows.write(table.columns());
      for (List<Table.Cell> row : table.rows()) {
        rows.write(row.stream().map(ReportCsv::value).toList());
      }
    } catch (IOException e) {
      throw new IllegalStateException("no table", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Object value(Table.Cell cell) {
    Number value = cell.value();
    if (value == null) {
      return cell.equals(Table.Cell.none()) ? "" : cell.text();
    }
    return Double.isFinite(value.doubleValue()) ? value : "";
  }
}
