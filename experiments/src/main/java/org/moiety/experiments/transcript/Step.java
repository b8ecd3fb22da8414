package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a lesson.
///
/// @param number from 1
/// @param text a sentence or two
/// @param party0 what party 0 holds and looks at in this step
/// @param open what everybody knows
/// @param wire messages, in order
/// @param insights what the parties, and who listens, can tell from it
/// @param progress how far a step is that goes on: another one follows with the same number, and takes its place; null of one that is over
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Step(int number, String title, String text, List<Formula> formulas, List<Value> party0,
    List<Value> party1, List<Value> dealer, List<Value> open, List<Message> wire, List<Insight> insights,
    List<Histogram> histograms, List<Plot> plots, List<Grid> grids, @Nullable String progress) {
  public Step {
    formulas = List.copyOf(formulas);
    party0 = List.copyOf(party0);
    party1 = List.copyOf(party1);
    dealer = List.copyOf(dealer);
    open = List.copyOf(open);
    wire = List.copyOf(wire);
    insights = List.copyOf(insights);
    histograms = List.copyOf(histograms);
    plots = List.copyOf(plots);
    grids = List.copyOf(grids);
  }
}
