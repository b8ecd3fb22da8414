package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/// What a step computes.
///
/// @param tokens the formula in symbols
/// @param worked the same with numbers in the place of symbols, a line for each party where they differ; empty where that would be too long to read
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Formula(List<Token> tokens, List<List<Token>> worked) {
  public Formula {
    tokens = List.copyOf(tokens);
    worked = worked.stream().map(List::copyOf).toList();
  }
}
