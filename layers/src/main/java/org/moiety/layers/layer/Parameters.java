package org.moiety.layers.layer;

import java.util.LinkedHashMap;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.moiety.layers.tensor.Tensor;

/// The current values of a network's parameters, in the order of its layers.
public final class Parameters {
  private final MutableOrderedMap<Parameter, Tensor> values = OrderedMapAdapter.adapt(new LinkedHashMap<>());

  public void put(Parameter parameter, Tensor value) {
    values.put(parameter, value);
  }

  public Tensor get(Parameter parameter) {
    Tensor value = values.get(parameter);
    if (value == null) {
      throw new IllegalArgumentException("no value for parameter " + parameter.name());
    }
    return value;
  }

  public Iterable<Parameter> all() {
    return values.keysView();
  }
}
