package org.moiety.engine.map;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// Index arrays by the sizes they follow from: every step of a training, in every role, asks for the same. Made once, immutable by agreement; those asked for
/// longest ago make room. For any thread.
final class Memo<K, V> {
  /// Indices kept in all, 8 MiB; but at least the last value.
  static final int CAPACITY = 2 << 20;

  private final Function<K, V> make;
  private final ToIntFunction<V> indices;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long total;

  /// @param indices how many a value holds
  Memo(Function<K, V> make, ToIntFunction<V> indices) {
    this.make = make;
    this.indices = indices;
  }

  synchronized V of(K key) {
    V value = values.get(key);
    if (value == null) {
      value = make.apply(key);
      makeRoom(indices.applyAsInt(value));
      values.put(key, value);
    }
    return value;
  }

  private void makeRoom(int added) {
    total += added;
    var oldest = values.values().iterator();
    while (total > CAPACITY && oldest.hasNext()) {
      total -= indices.applyAsInt(oldest.next());
      oldest.remove();
    }
  }
}
