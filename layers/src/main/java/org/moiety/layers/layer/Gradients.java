package org.moiety.layers.layer;

import java.util.LinkedHashMap;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.jspecify.annotations.Nullable;
import org.moiety.layers.tensor.Tensor;

/// Gradients of parameters, summed over all uses of each in one iteration. They are kept until [#dismiss].
public final class Gradients {
  private final MutableOrderedMap<String, Tensor> sums = OrderedMapAdapter.adapt(new LinkedHashMap<>());

  public void add(Parameter parameter, Tensor gradient) {
    Tensor old = sums.get(parameter.name());
    Tensor sum = old == null ? gradient : old.plus(gradient);
    sum.keep();
    sums.put(parameter.name(), sum);
    if (old != null) {
      old.dismiss();
    }
  }

  /// The gradients end with the region that is open.
  public void dismiss() {
    sums.forEachValue(Tensor::dismiss);
    sums.clear();
  }

  /// Null for a parameter that no step used.
  public @Nullable Tensor get(Parameter parameter) {
    return sums.get(parameter.name());
  }
}
