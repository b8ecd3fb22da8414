package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.FieldMatrix;
import org.moiety.engine.kernel.FloatMatrix;

/// `f(d, w) = col2im(d w^T)`: gradient of the results and filters to the gradient of the images (SV18 section 3.4). The matrix of patches is made for a
/// few images at a time.
public record ConvolutionInputGradient(ConvolutionGeometry geometry) implements BilinearMap {
  /// Entries of the patch matrix that are held at once.
  private static final int CHUNK_ENTRIES = 1 << 19;

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
    int imageLength = resultLength() / geometry.batch();
    GatherMap col2im = geometry.withBatch(1).im2col().adjoint();
    for (int image = 0; image < geometry.batch(); image += chunk()) {
      int count = Math.min(chunk(), geometry.batch() - image);
      ConvolutionGeometry part = geometry.withBatch(count);
      FieldArray patches = field.array(part.patches() * part.patchLength());
      field.matmul(
          field.matrix(d, shifted(part.resultOffsets(), image * geometry.filters() * geometry.outputPlane()),
              part.resultColumns()),
          field.matrix(w, FieldMatrix.strided(geometry.filters(), geometry.patchLength()),
              FieldMatrix.strided(geometry.patchLength(), 1)),
          field.matrix(patches, FieldMatrix.strided(part.patches(), part.patchLength()),
              FieldMatrix.strided(part.patchLength(), 1)));
      FieldArray images = col2im.forBlocks(count).apply(field, patches);
      field.copy(images, 0, result, image * imageLength, count * imageLength);
      field.release(patches);
      field.release(images);
    }
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] d, float[] w) {
    checkInputs(d.length, w.length);
    float[] result = floats.array(resultLength());
    int imageLength = resultLength() / geometry.batch();
    GatherMap col2im = geometry.withBatch(1).im2col().adjoint();
    for (int image = 0; image < geometry.batch(); image += chunk()) {
      int count = Math.min(chunk(), geometry.batch() - image);
      ConvolutionGeometry part = geometry.withBatch(count);
      float[] patches = floats.array(part.patches() * part.patchLength());
      floats.matmul(
          new FloatMatrix(d, shifted(part.resultOffsets(), image * geometry.filters() * geometry.outputPlane()),
              part.resultColumns()),
          FloatMatrix.rowMajor(w, geometry.filters(), geometry.patchLength()),
          FloatMatrix.rowMajor(patches, part.patches(), part.patchLength()));
      float[] images = col2im.forBlocks(count).apply(floats, patches);
      System.arraycopy(images, 0, result, image * imageLength, count * imageLength);
      floats.release(patches);
      floats.release(images);
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

  @Override
  public Lowering lowering() {
    return new Lowering(geometry.patchesToPlanes().adjoint(), null,
        new MatrixProduct(geometry.patches(), geometry.filters(), geometry.patchLength(), false, false),
        geometry.im2col().adjoint());
  }
}
