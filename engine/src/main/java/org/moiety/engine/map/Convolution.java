package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FloatMatrix;

/// `f(x, w) = im2col(x) w`: images and filters to results (SV18 section 3.4, the convolution triple). The im2col matrix is a view of the images: it is
/// never made.
public record Convolution(ConvolutionGeometry geometry) implements PerImage {
  @Override
  public int leftLength() {
    return geometry.imageLength();
  }

  @Override
  public int rightLength() {
    return geometry.filterLength();
  }

  @Override
  public int resultLength() {
    return geometry.outputLength();
  }

  @Override
  public FieldArray apply(Field field, FieldArray x, FieldArray w) {
    checkInputs(x.length(), w.length());
    FieldArray result = field.array(resultLength());
    ConvolutionGeometry.Offsets at = geometry.offsets();
    field.matmul(field.matrix(x, at.patches(), at.inside()), field.matrix(w, at.filterColumns(), at.filterRows()),
        field.matrix(result, at.results(), at.resultColumns()));
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] x, float[] w) {
    checkInputs(x.length, w.length);
    float[] result = floats.array(resultLength());
    ConvolutionGeometry.Offsets at = geometry.offsets();
    floats.matmul(new FloatMatrix(x, at.patches(), at.inside()),
        new FloatMatrix(w, at.filterColumns(), at.filterRows()),
        new FloatMatrix(result, at.results(), at.resultColumns()));
    return result;
  }

  /// The image that the coefficients v go back to.
  @Override
  public FieldArray weighRight(Field field, RankOne coefficients, FieldArray w) {
    return new ConvolutionInputGradient(geometry.withBatch(1)).apply(field, coefficients.v(), w);
  }

  @Override
  public Lowering lowering() {
    return new Lowering(geometry.im2col(), null,
        new MatrixProduct(geometry.patches(), geometry.patchLength(), geometry.filters(), false, true),
        geometry.patchesToPlanes());
  }
}
