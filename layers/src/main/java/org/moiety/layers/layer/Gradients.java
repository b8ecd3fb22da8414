package org.moiety.layers.layer;

import java.util.LinkedHashMap;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.jspecify.annotations.Nullable;
import org.moiety.layers.tensor.Tensor;

/// Gradients of parameters, summed over all uses of each in one iteration.
public final class Gradients {
  private final MutableOrderedMap<String, Tensor> sums = OrderedMapAdapter.adapt(new LinkedHashMap<>());

  public void add(Parameter parameter, Tensor gradient) {
    Tensor old = sums.get(parameter.name());
    sums.put(parameter.name(), old == null ? gradient : old.plus(gradient));
  }

  /// Null for a parameter that no step used.
  public @Nullable Tensor get(Parameter parameter) {
    return sums.get(parameter.name());
  }
}
