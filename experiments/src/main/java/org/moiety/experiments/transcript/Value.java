package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A named value, of one element or of many.
///
/// @param id such as `x_0`: what formulas and other places refer to
/// @param text the name as it is shown, without its index: `x`, `α`
/// @param sub the index, as a subscript; null for none
/// @param symbol what shares a colour: `x` for x, `x_0` and `x_1`
/// @param label what it is, in words
/// @param shape sizes; empty for a single number
/// @param length number of elements
/// @param entries the elements, row-major, or the first of them
/// @param pixels of an image: brightness of each element, 0 to 255; null for no image
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Value(String id, String text, @Nullable String sub, String symbol, String label, List<Integer> shape,
    int length, List<Entry> entries, @Nullable List<Integer> pixels) {
  public Value {
    shape = List.copyOf(shape);
    entries = List.copyOf(entries);
  }

  public boolean isScalar() {
    return shape.isEmpty() && length == 1;
  }
}
