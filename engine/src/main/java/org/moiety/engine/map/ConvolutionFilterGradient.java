package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FloatMatrix;

/// `f(x, d) = im2col(x)^T d`: images and the gradient of the results to the gradient of the filters (SV18 section 3.4).
public record ConvolutionFilterGradient(ConvolutionGeometry geometry) implements BilinearMap {
  @Override
  public int leftLength() {
    return geometry.imageLength();
  }

  @Override
  public int rightLength() {
    return geometry.outputLength();
  }

  @Override
  public int resultLength() {
    return geometry.filterLength();
  }

  @Override
  public FieldArray apply(Field field, FieldArray x, FieldArray d) {
    checkInputs(x.length(), d.length());
    FieldArray result = field.array(resultLength());
    ConvolutionGeometry.Offsets at = geometry.offsets();
    field.matmul(field.matrix(d, at.resultColumns(), at.results()), field.matrix(x, at.patches(), at.inside()),
        field.matrix(result, at.filterRows(), at.filterColumns()));
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] x, float[] d) {
    checkInputs(x.length, d.length);
    float[] result = floats.array(resultLength());
    ConvolutionGeometry.Offsets at = geometry.offsets();
    floats.matmul(new FloatMatrix(d, at.resultColumns(), at.results()),
        new FloatMatrix(x, at.patches(), at.inside()), new FloatMatrix(result, at.filterRows(), at.filterColumns()));
    return result;
  }

  /// Rows are filters: the convolution with the single filter v, and the sum of the gradients of all filters with the coefficients u.
  @Override
  public int weighedRows() {
    return geometry.filters();
  }

  @Override
  public FieldArray weighLeft(Field field, RankOne coefficients, FieldArray x) {
    return new Convolution(oneFilter()).apply(field, x, coefficients.v());
  }

  @Override
  public FieldArray weighRight(Field field, RankOne coefficients, FieldArray d) {
    return new Convolution(acrossFilters()).apply(field, d, coefficients.u());
  }

  private ConvolutionGeometry oneFilter() {
    return new ConvolutionGeometry(geometry.batch(), geometry.channels(), geometry.height(), geometry.width(), 1,
        geometry.kernelHeight(), geometry.kernelWidth(), geometry.stride());
  }

  /// A 1 x 1 convolution of planes of results.
  private ConvolutionGeometry acrossFilters() {
    return new ConvolutionGeometry(geometry.batch(), geometry.filters(), geometry.outputHeight(),
        geometry.outputWidth(), 1, 1, 1, 1);
  }

  @Override
  public Lowering lowering() {
    return new Lowering(geometry.im2col(), geometry.patchesToPlanes().adjoint(),
        new MatrixProduct(geometry.patchLength(), geometry.patches(), geometry.filters(), true, false),
        ConvolutionGeometry.transposition(1, geometry.patchLength(), geometry.filters()));
  }
}
