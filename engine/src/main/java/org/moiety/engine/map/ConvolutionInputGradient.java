package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FloatMatrix;

/// `f(d, w) = col2im(d w^T)`: gradient of the results and filters to the gradient of the images (SV18 section 3.4). The matrix of patches is made for a
/// few images at a time.
public record ConvolutionInputGradient(ConvolutionGeometry geometry) implements PerImage {
  /// Entries of the patch matrix that are held at once: they stay in a core's second-level cache.
  private static final int CHUNK_ENTRIES = 1 << 16;

  @Override
  public int leftLength() {
    return geometry.outputLength();
  }

  @Override
  public int rightLength() {
    return geometry.filterLength();
  }

  @Override
  public int resultLength() {
    return geometry.imageLength();
  }

  private int chunk() {
    return Math.clamp(CHUNK_ENTRIES / ((long) geometry.outputPlane() * geometry.patchLength()), 1, geometry.batch());
  }

  @Override
  public FieldArray apply(Field field, FieldArray d, FieldArray w) {
    checkInputs(d.length(), w.length());
    FieldArray result = field.array(resultLength());
    GatherMap col2im = geometry.im2col().adjoint();
    for (int image = 0; image < geometry.batch(); image += chunk()) {
      ConvolutionGeometry part = geometry.withBatch(Math.min(chunk(), geometry.batch() - image));
      ConvolutionGeometry.Offsets at = part.offsets();
      FieldArray patches = field.array(part.patches() * part.patchLength());
      field.matmul(
          field.matrix(d, at.results(), shifted(at.resultColumns(), image * part.filters() * part.outputPlane())),
          field.matrix(w, at.filterRows(), at.filterColumns()),
          field.matrix(patches, at.patchRows(), at.filterColumns()));
      col2im.forBlocks(part.batch()).apply(field, patches, result, image);
      field.release(patches);
    }
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] d, float[] w) {
    checkInputs(d.length, w.length);
    float[] result = floats.array(resultLength());
    GatherMap col2im = geometry.im2col().adjoint();
    for (int image = 0; image < geometry.batch(); image += chunk()) {
      ConvolutionGeometry part = geometry.withBatch(Math.min(chunk(), geometry.batch() - image));
      ConvolutionGeometry.Offsets at = part.offsets();
      float[] patches = floats.array(part.patches() * part.patchLength());
      floats.matmul(
          new FloatMatrix(d, at.results(), shifted(at.resultColumns(), image * part.filters() * part.outputPlane())),
          new FloatMatrix(w, at.filterRows(), at.filterColumns()),
          new FloatMatrix(patches, at.patchRows(), at.filterColumns()));
      col2im.forBlocks(part.batch()).apply(floats, patches, result, image);
      floats.release(patches);
    }
    return result;
  }

  private static int[] shifted(int[] offsets, int by) {
    int[] result = offsets.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += by;
    }
    return result;
  }

  /// The convolution of the image v.
  @Override
  public FieldArray weighRight(Field field, RankOne coefficients, FieldArray w) {
    return new Convolution(geometry.withBatch(1)).apply(field, coefficients.v(), w);
  }

  @Override
  public Lowering lowering() {
    return new Lowering(geometry.patchesToPlanes().adjoint(), null,
        new MatrixProduct(geometry.patches(), geometry.filters(), geometry.patchLength(), false, false),
        geometry.im2col().adjoint());
  }
}
