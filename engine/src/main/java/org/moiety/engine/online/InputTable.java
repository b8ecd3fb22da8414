package org.moiety.engine.online;

import java.util.function.Supplier;
import org.moiety.engine.field.FieldArray;

/// A party's private inputs, row by row.
public interface InputTable {
  /// The secret made of the given rows, one after the other.
  ///
  /// @param value the rows' values, asked for at the owner only
  Secret rows(int[] rows, Supplier<FieldArray> value);
}
