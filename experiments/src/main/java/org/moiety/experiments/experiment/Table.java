package org.moiety.experiments.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of the report.
///
/// @param id letters, digits and hyphens: names the CSV file
/// @param note below the table; empty for none
public record Table(String id, String caption, List<String> columns, List<List<Cell>> rows, String note)
    implements
      Section.Block {
  /// Where a figure comes from.
  public enum Kind {
    /// Names of rows.
    LABEL,
    /// Printed in the paper.
    PAPER,
    /// Measured in this run.
    MEASURED,
    /// Calculated from measured counts.
    CALCULATED
  }

  /// @param text as it is shown
  /// @param value the figure itself; null for text
  public record Cell(String text, @Nullable Number value, Kind kind) {
    public static Cell label(String text) {
      return new Cell(text, null, Kind.LABEL);
    }

    public static Cell paper(String text, Number value) {
      return new Cell(text, value, Kind.PAPER);
    }

    public static Cell measured(String text, Number value) {
      return new Cell(text, value, Kind.MEASURED);
    }

    public static Cell measured(String text) {
      return new Cell(text, null, Kind.MEASURED);
    }

    public static Cell calculated(String text, Number value) {
      return new Cell(text, value, Kind.CALCULATED);
    }

    /// Nothing to say: the paper has no such figure.
    public static Cell none() {
      return new Cell("–", null, Kind.LABEL);
    }
  }

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of " + row.size() + " cells in table '" + id + "', expected " + columns.size());
      }
    }
  }

  /// Rows one after the other.
  public static Builder named(String id, String caption, String... columns) {
    return new Builder(id, caption, List.of(columns));
  }

  /// See [#named].
  public static final class Builder {
    private final String id;
    private final String caption;
    private final List<String> columns;
    private final List<List<Cell>> rows = new ArrayList<>();
    private String note = "";

    private Builder(String id, String caption, List<String> columns) {
      this.id = id;
      this.caption = caption;
      this.columns = columns;
    }

    public Builder row(Cell... cells) {
      rows.add(Arrays.asList(cells));
      return this;
    }

    public Builder note(String text) {
      note = text;
      return this;
    }

    public Table build() {
      return new Table(id, caption, columns, rows, note);
    }
  }
}
