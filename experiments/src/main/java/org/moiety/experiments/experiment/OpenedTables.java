package org.moiety.experiments.experiment;

import static org.moiety.experiments.experiment.IterationTraffic.BACKWARD;
import static org.moiety.experiments.experiment.IterationTraffic.FORWARD;
import static org.moiety.experiments.experiment.IterationTraffic.UPDATE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.moiety.experiments.experiment.PrintedTraffic.Agreement;
import org.moiety.experiments.experiment.Table.Cell;

/// Tables of what one network opens in an iteration.
///
/// @param model names the network
/// @param id begins the tables' ids
/// @param traffic measured, under each protocol
record OpenedTables(String model, String id, Map<Protocol, IterationTraffic> traffic) {
  private static final List<String> QUANTITIES = List.of("forward", "backward", "total", "share");
  private static final List<Protocol> PRINTED = List.of(Protocol.FRESH, Protocol.REUSE);
  private static final String UPDATE_ROW = "update of the weights";
  private static final double MEGA = 1e6;

  /// Values under one protocol in one row.
  private record Opened(long forward, long backward, long total, long all) {
    /// As many as a row has under one protocol.
    List<Long> counts() {
      return List.of(forward, backward, total);
    }
  }

  private Opened layer(Protocol protocol, String layer) {
    IterationTraffic of = of(protocol);
    long forward = of.values(layer, FORWARD);
    long backward = of.values(layer, BACKWARD);
    return new Opened(forward, backward, forward + backward, of.values());
  }

  private Opened update(Protocol protocol) {
    return new Opened(0, 0, of(protocol).values(UPDATE), of(protocol).values());
  }

  private Opened total(Protocol protocol) {
    IterationTraffic of = of(protocol);
    return new Opened(of.values(FORWARD), of.values(BACKWARD), of.values(), of.values());
  }

  private IterationTraffic of(Protocol protocol) {
    IterationTraffic found = traffic.get(protocol);
    if (found == null) {
      throw new IllegalArgumentException("no traffic under " + protocol.masks());
    }
    return found;
  }

  /// Values of an iteration, as SV18 count.
  long values(Protocol protocol) {
    return of(protocol).values();
  }

  /// One of SV18's tables and what was measured, row under row.
  Table besideThePaper(PrintedTraffic printed) {
    List<String> columns = new ArrayList<>(List.of("layer", "source"));
    for (String protocol : List.of("baseline (fresh)", "optimised (reuse)", "fused")) {
      QUANTITIES.forEach(quantity -> columns.add(protocol + ", " + quantity));
    }
    columns.add("cells");
    List<List<Cell>> rows = new ArrayList<>();
    for (PrintedTraffic.Row row : printed.rows()) {
      if (row.isTotal()) {
        rows.add(updateBesideThePaper());
      }
      rows.add(printedRow(row));
      rows.add(measuredRow(row));
    }
    return new Table(id + "-table" + printed.number(), "Table " + printed.number()
        + ": values of 128 bits that one party sends the other in an iteration, " + model + ", batch of 128", columns,
        rows, note(printed));
  }

  /// Printed counts that are what was measured, rounded down instead of to the nearest.
  List<String> roundedDown(PrintedTraffic printed) {
    List<String> roundedDown = new ArrayList<>();
    forEachCount(printed, (row, text, values) -> {
      if (Agreement.of(text, values) == Agreement.ROUNDED_DOWN) {
        roundedDown.add(Numbers.format("%s for %,d", text, values));
      }
    });
    return roundedDown;
  }

  private String note(PrintedTraffic printed) {
    List<String> roundedDown = roundedDown(printed);
    return "Thousands, rounded to the nearest, as SV18 do"
        + (roundedDown.isEmpty()
            ? ". "
            : ", but for " + String.join(", ", roundedDown)
                + ", which they round down here (and to the nearest in table 7). ")
        + "Under fused the pooling is part of the convolution before it, and every truncation is counted, that of the weights' update too; the "
        + "local truncation of the others opens nothing, for it is safe against parties only that follow the protocol and makes rare large errors.";
  }

  /// Told a printed count and what was measured for it.
  private interface CountVisitor {
    void visit(PrintedTraffic.Row row, String printed, long measured);
  }

  private void forEachCount(PrintedTraffic printed, CountVisitor visitor) {
    for (PrintedTraffic.Row row : printed.rows()) {
      for (int p = 0; p < PRINTED.size(); p++) {
        List<Long> counts = opened(row, PRINTED.get(p)).counts();
        for (int i = 0; i < counts.size(); i++) {
          visitor.visit(row, row.cells().get(p * QUANTITIES.size() + i), counts.get(i));
        }
      }
    }
  }

  /// Printed counts that what was measured is not, shares apart.
  List<String> differences(PrintedTraffic printed) {
    List<String> differences = new ArrayList<>();
    forEachCount(printed, (row, text, values) -> {
      if (Agreement.of(text, values) == Agreement.DIFFERENT) {
        differences.add(Numbers.format("%s: %s, measured %,d", row.name(), text, values));
      }
    });
    return differences;
  }

  private Opened opened(PrintedTraffic.Row row, Protocol protocol) {
    return row.isTotal() ? total(protocol) : layer(protocol, row.layer());
  }

  private static List<Cell> printedRow(PrintedTraffic.Row row) {
    List<Cell> cells = new ArrayList<>(List.of(Cell.label(row.name()), Cell.label("SV18")));
    row.cells().forEach(text -> cells.add(PrintedTraffic.cell(text)));
    QUANTITIES.forEach(_ -> cells.add(Cell.label("")));
    cells.add(Cell.label(""));
    return cells;
  }

  private List<Cell> measuredRow(PrintedTraffic.Row row) {
    List<Cell> cells = new ArrayList<>(List.of(Cell.label(row.name()), Cell.label("here")));
    Agreement agreement = Agreement.SAME;
    for (Protocol protocol : Protocol.values()) {
      Opened opened = opened(row, protocol);
      List<Cell> own = thousands(opened);
      int from = PRINTED.indexOf(protocol) * QUANTITIES.size();
      for (int i = 0; from >= 0 && i < own.size(); i++) {
        String printed = row.cells().get(from + i);
        agreement = agreement.and(i < opened.counts().size()
            ? Agreement.of(printed, opened.counts().get(i))
            : printed.equals(own.get(i).text()) ? Agreement.SAME : Agreement.DIFFERENT);
      }
      cells.addAll(own);
    }
    cells.add(Cell.measured(agreement.text()));
    return cells;
  }

  private List<Cell> updateBesideThePaper() {
    List<Cell> cells = new ArrayList<>(List.of(Cell.label(UPDATE_ROW), Cell.label("here")));
    Arrays.stream(Protocol.values()).forEach(protocol -> cells.addAll(thousands(update(protocol))));
    cells.add(Cell.label("not in the paper"));
    return cells;
  }

  private static List<Cell> thousands(Opened opened) {
    List<Cell> cells = new ArrayList<>();
    opened.counts().forEach(count -> cells.add(Cell.measured(PrintedTraffic.thousands(count), count)));
    cells.add(share(opened));
    return cells;
  }

  private static Cell share(Opened opened) {
    return Cell.measured(PrintedTraffic.share(opened.total, opened.all),
        opened.all == 0 ? 0 : 100.0 * opened.total / opened.all);
  }

  /// The same of a network that is not the paper's, in single values.
  Table byLayer() {
    List<String> columns = new ArrayList<>(List.of("layer"));
    for (Protocol protocol : Protocol.values()) {
      QUANTITIES.forEach(quantity -> columns.add(protocol.masks() + ", " + quantity));
    }
    SequencedSet<String> layers = new LinkedHashSet<>();
    Arrays.stream(Protocol.values()).forEach(protocol -> layers.addAll(of(protocol).layers()));
    List<List<Cell>> rows = new ArrayList<>();
    layers.forEach(layer -> rows.add(row(layer, protocol -> layer(protocol, layer))));
    rows.add(row(UPDATE_ROW, this::update));
    rows.add(row("total", this::total));
    return new Table(id + "-layers",
        "Values of 128 bits that one party sends the other in an iteration, " + model + ", batch of 128", columns, rows,
        "Layers that are not listed open nothing. Under fused a pooling right after a convolution is part of it.");
  }

  private static List<Cell> row(String name, Function<Protocol, Opened> opened) {
    List<Cell> cells = new ArrayList<>(List.of(Cell.label(name)));
    for (Protocol protocol : Protocol.values()) {
      Opened own = opened.apply(protocol);
      own.counts().forEach(
          count -> cells.add(Cell.measured(count == 0 ? PrintedTraffic.NOTHING : Numbers.format("%,d", count), count)));
      cells.add(share(own));
    }
    return cells;
  }

  /// Values, bytes and rounds of an iteration.
  Table sums() {
    Table.Builder table = Table.named(id + "-sums", "Values, bytes and rounds of an iteration, " + model
        + ", batch of 128", "", "fresh, local", "reuse, local", "fused, masked");
    sum(table, "values, as SV18 count", IterationTraffic::values);
    sum(table, "values sent by party 0", each -> each.allValues(0));
    sum(table, "values sent by party 1", each -> each.allValues(1));
    megabytes(table, "MB sent by party 0", each -> each.bytes(0));
    megabytes(table, "MB sent by party 1", each -> each.bytes(1));
    sum(table, "rounds: messages that party 0 waits for", IterationTraffic::rounds);
    sum(table, "messages that one party or the other waits for, one after another", IterationTraffic::waits);
    megabytes(table, "MB of the images, sent by party 0 in the first epoch only", IterationTraffic::imageBytes);
    return table.note("From the second row on, the logits (from party 1 to party 0) and their gradient (back) are "
        + "counted too. A value takes 16 bytes.").build();
  }

  private void sum(Table.Builder table, String name, ToLongFunction<IterationTraffic> what) {
    table.row(Cell.label(name), count(what, Protocol.FRESH), count(what, Protocol.REUSE), count(what, Protocol.FUSED));
  }

  private Cell count(ToLongFunction<IterationTraffic> what, Protocol protocol) {
    long count = what.applyAsLong(of(protocol));
    return Cell.measured(Numbers.format("%,d", count), count);
  }

  private void megabytes(Table.Builder table, String name, ToLongFunction<IterationTraffic> what) {
    table.row(Cell.label(name), size(what, Protocol.FRESH), size(what, Protocol.REUSE), size(what, Protocol.FUSED));
  }

  private Cell size(ToLongFunction<IterationTraffic> what, Protocol protocol) {
    long bytes = what.applyAsLong(of(protocol));
    return Cell.measured(Numbers.format("%.1f", bytes / MEGA), bytes);
  }
}
