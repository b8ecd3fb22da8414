package org.moiety.experiments.benchmark;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One benchmark in one setting.
///
/// @param name group and benchmark, `product.field`
/// @param method JMH's name of it
/// @param settings JMH's parameters in the order of showing, save `threads`
/// @param threads of the kernels
/// @param amount what one call works on, counted in `quantity`
/// @param comparison null for what others are compared with
/// @param work of a training step; null elsewhere
public record BenchmarkCase(String name, String method, Map<String, String> settings, int threads, Quantity quantity,
    double amount, @Nullable Comparison comparison, @Nullable StepWork work) {
  public String group() {
    return name.substring(0, name.indexOf('.'));
  }

  /// The score of a call that took so long.
  double score(double seconds) {
    return quantity.score(amount, seconds);
  }
}
