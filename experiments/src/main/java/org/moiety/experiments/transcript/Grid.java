package org.moiety.experiments.transcript;

import java.util.List;

/// A table.
///
/// @param rows cells as they are shown, as many as columns; the first names the row
public record Grid(String title, List<String> columns, List<List<String>> rows) {
  public Grid {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
