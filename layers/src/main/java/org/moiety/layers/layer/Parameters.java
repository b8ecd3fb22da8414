package org.moiety.layers.layer;

import java.util.LinkedHashMap;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.moiety.layers.tensor.Tensor;

/// The current values of a network's parameters, in the order of its layers. They are kept beyond the region that they were made in.
public final class Parameters {
  private final MutableOrderedMap<Parameter, Tensor> values = OrderedMapAdapter.adapt(new LinkedHashMap<>());

  public void put(Parameter parameter, Tensor value) {
    value.keep();
    Tensor old = values.put(parameter, value);
    if (old != null) {
      old.dismiss();
    }
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
