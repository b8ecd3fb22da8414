package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FieldMatrix;
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
    field.matmul(field.matrix(d, geometry.resultColumns(), geometry.resultOffsets()),
        field.matrix(x, geometry.patchOffsets(), geometry.insideOffsets()),
        field.matrix(result, FieldMatrix.strided(geometry.filters(), geometry.patchLength()),
            FieldMatrix.strided(geometry.patchLength(), 1)));
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] x, float[] d) {
    checkInputs(x.length, d.length);
    float[] result = floats.array(resultLength());
    floats.matmul(new FloatMatrix(d, geometry.resultColumns(), geometry.resultOffsets()),
        new FloatMatrix(x, geometry.patchOffsets(), geometry.insideOffsets()),
        FloatMatrix.rowMajor(result, geometry.filters(), geometry.patchLength()));
    return result;
  }

  @Override
  public Lowering lowering() {
    return new Lowering(geometry.im2col(), geometry.patchesToPlanes().adjoint(),
        new MatrixProduct(geometry.patchLength(), geometry.patches(), geometry.filters(), true, false),
        ConvolutionGeometry.transposition(1, geometry.patchLength(), geometry.filters()));
  }
}
