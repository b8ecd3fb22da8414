package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// A map of each image of a batch, with filters that all of them share.
interface PerImage extends BilinearMap {
  ConvolutionGeometry geometry();

  /// Rows are images: what goes with the filters is their sum with the coefficients u.
  @Override
  default int weighedRows() {
    return geometry().batch();
  }

  @Override
  default FieldArray weighLeft(Field field, RankOne coefficients, FieldArray x) {
    return coefficients.left(field, x);
  }
}
