package org.moiety.experiments.transcript.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.moiety.experiments.transcript.Formula;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Histogram;
import org.moiety.experiments.transcript.Insight;
import org.moiety.experiments.transcript.Place;
import org.moiety.experiments.transcript.Plot;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Value;

/// A lesson's steps as lines of text, in three columns.
public final class Screen {
  private static final int MIN_WIDTH = 60;
  private static final int MAX_WIDTH = 120;
  private static final String GAP = " \u2502 ";

  private final int width;
  private final Style style;
  private final Cells cells;

  /// @param width of the terminal, in characters
  public Screen(int width, Style style) {
    this.width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));
    this.style = style;
    cells = new Cells(style);
  }

  /// A title, and a text below it.
  public List<String> heading(String title, String text) {
    List<String> lines = new ArrayList<>(List.of("", style.bold(title), ""));
    lines.addAll(Style.wrap(text, width));
    return lines;
  }

  public List<String> step(Step step) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    String title = " " + step.number() + ". " + step.title() + " ";
    lines.add(style.bold("\u2500\u2500" + title + "\u2500".repeat(Math.max(0, width - 2 - title.length()))));
    lines.addAll(Style.wrap(step.text(), width));
    formulas(step.formulas(), lines);
    columns(step, lines);
    below("dealer", step.dealer(), lines);
    below("everybody knows", step.open(), lines);
    step.grids().forEach(grid -> grid(grid, lines));
    step.histograms().forEach(histogram -> histogram(histogram, lines));
    step.plots().forEach(plot -> plot(plot, lines));
    for (Insight insight : step.insights()) {
      String who = switch (insight.who()) {
        case PUBLIC -> "anybody";
        case DEALER -> "the dealer";
        default -> insight.who().title();
      };
      lines.add("");
      lines.addAll(Style.wrap("What " + who + " can tell: " + insight.text(), width));
    }
    return lines;
  }

  public List<String> result(Result result) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(style.bold("\u2550".repeat(width)));
    lines.addAll(Style.wrap(result.text(), width));
    Value reconstructed = result.reconstructed();
    Value plain = result.plain();
    if (reconstructed != null) {
      lines.addAll(cells.value(reconstructed, width));
    }
    if (plain != null) {
      lines.addAll(cells.value(plain, width));
    }
    lines.add(switch (result.outcome()) {
      case AGREES -> reconstructed != null && plain != null && !reconstructed.entries().equals(plain.entries())
          ? "They agree, up to the rounding."
          : "They agree.";
      case DIFFERS -> "They differ, which must not be: please report it.";
      case CAUGHT -> "The cheater was caught.";
      case UNNOTICED -> "The cheater was not noticed.";
      case RUINED -> "They differ, as they may where p is small.";
    });
    return lines;
  }

  private void formulas(List<Formula> formulas, List<String> lines) {
    if (!formulas.isEmpty()) {
      lines.add("");
    }
    for (Formula formula : formulas) {
      Style.wrap(cells.formula(formula.tokens()), width - 4).forEach(line -> lines.add("    " + line));
      formula.worked().forEach(
          line -> Style.wrap(cells.formula(line), width - 6).forEach(part -> lines.add("      " + part)));
    }
  }

  /// Party 0, wire, party 1.
  private void columns(Step step, List<String> lines) {
    if (step.party0().isEmpty() && step.party1().isEmpty() && step.wire().isEmpty()) {
      return;
    }
    int middle = Math.max(18, width / 4);
    int side = (width - middle - 2 * GAP.length()) / 2;
    List<String> left = new ArrayList<>();
    step.party0().forEach(value -> left.addAll(cells.value(value, side)));
    List<String> wire = new ArrayList<>();
    step.wire().forEach(message -> wire.addAll(cells.message(message, middle)));
    List<String> right = new ArrayList<>();
    step.party1().forEach(value -> right.addAll(cells.value(value, side)));
    lines.add("");
    lines.add(style.bold(Style.pad("party 0", side)) + GAP + style.bold(Style.pad("wire", middle)) + GAP
        + style.bold("party 1"));
    lines.add("\u2500".repeat(side) + "\u2500\u253c\u2500" + "\u2500".repeat(middle) + "\u2500\u253c\u2500"
        + "\u2500".repeat(side));
    for (int i = 0; i < Math.max(left.size(), Math.max(wire.size(), right.size())); i++) {
      String line = Style.pad(at(left, i), side) + GAP + Style.pad(at(wire, i), middle) + GAP + at(right, i);
      lines.add(line.stripTrailing());
    }
  }

  private static String at(List<String> lines, int i) {
    return i < lines.size() ? lines.get(i) : "";
  }

  private void below(String who, List<Value> values, List<String> lines) {
    if (!values.isEmpty()) {
      lines.add("");
      lines.add(style.bold(who));
      values.forEach(value -> cells.value(value, width - 2).forEach(line -> lines.add("  " + line)));
    }
  }

  private void grid(Grid grid, List<String> lines) {
    lines.add("");
    lines.add(style.bold(grid.title()));
    int[] widths = new int[grid.columns().size()];
    List<List<String>> all = new ArrayList<>(List.of(grid.columns()));
    all.addAll(grid.rows());
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    shrink(widths);
    for (List<String> row : all) {
      row(row, widths, lines);
    }
  }

  /// Makes the widest columns narrower until all fit.
  private void shrink(int[] widths) {
    int total = 0;
    for (int each : widths) {
      total += each + 3;
    }
    for (; total > width; total--) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        if (widths[i] > widths[widest]) {
          widest = i;
        }
      }
      widths[widest]--;
    }
  }

  private static void row(List<String> row, int[] widths, List<String> lines) {
    List<List<String>> wrapped = new ArrayList<>();
    int height = 0;
    for (int i = 0; i < widths.length; i++) {
      wrapped.add(Style.wrap(row.get(i), widths[i]));
      height = Math.max(height, wrapped.getLast().size());
    }
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = at(wrapped.get(i), line);
        text.append("  ")
            .append(i == 0 ? Style.pad(cell, widths[i]) : " ".repeat(Math.max(0, widths[i] - cell.length())) + cell)
            .append(' ');
      }
      lines.add(text.toString().stripTrailing());
    }
  }

  private void histogram(Histogram histogram, List<String> lines) {
    lines.add("");
    lines.addAll(Style.wrap(style.bold(histogram.title()) + ", from 0 to p - 1, "
        + String.format(Locale.ROOT, "%,d", histogram.repetitions()) + " times", width));
    for (Histogram.Series series : histogram.series()) {
      Style.wrap("  " + series.name() + "  " + style.faint(String.format(Locale.ROOT, "(chi-square %.0f; %d is usual)",
          series.chiSquare(), histogram.bins() - 1)), width).forEach(lines::add);
      Bars.lines(series, histogram, width - 2).forEach(line -> lines.add("  " + line));
    }
  }

  private void plot(Plot plot, List<String> lines) {
    lines.add("");
    lines.add(style.bold(plot.title()));
    lines.addAll(Curves.lines(plot, width, style));
  }
}
