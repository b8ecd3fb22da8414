package org.moiety.layers.tensor;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Precision;

/// Encodes rows of a table.
final class EncodedRows {
  private EncodedRows() {}

  static FieldArray encode(Field field, Precision precision, String name, int[] rows, int rowLength,
      Backend.Row values) {
    float[] numbers = new float[rows.length * rowLength];
    field.inRows(rows.length, rowLength, (from, to) -> {
      for (int i = from; i < to; i++) {
        values.read(rows[i], numbers, i * rowLength);
      }
    });
    return Codec.encode(field, name, numbers, precision.scale(), precision.integerBits());
  }
}
