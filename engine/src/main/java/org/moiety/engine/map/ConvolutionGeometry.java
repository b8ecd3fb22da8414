package org.moiety.engine.map;

import org.moiety.engine.kernel.FieldMatrix;

/// Sizes of a two-dimensional convolution without padding and the index arithmetic that goes with it. Images are `batch x channels x height x width`,
/// filters `filters x channels x kernelHeight x kernelWidth`, results `batch x filters x outputHeight x outputWidth`, all row-major. Padding and the
/// pooling that follows are linear maps of the image, see [Planes].
public record ConvolutionGeometry(int batch, int channels, int height, int width, int filters, int kernelHeight,
    int kernelWidth, int stride) {
  private static final Memo<ConvolutionGeometry, Offsets> OFFSETS = new Memo<>(Offsets::of, Offsets::count);
  private static final Memo<ConvolutionGeometry, GatherMap> IM2COL = new Memo<>(ConvolutionGeometry::makeIm2col,
      ConvolutionGeometry::im2colIndices);

  public ConvolutionGeometry {
    if (kernelHeight > height || kernelWidth > width || stride < 1) {
      throw new IllegalArgumentException("kernel " + kernelHeight + "x" + kernelWidth + " with stride " + stride
          + " does not fit an image of " + height
          + "x" + width);
    }
  }

  public int outputHeight() {
    return (height - kernelHeight) / stride + 1;
  }

  public int outputWidth() {
    return (width - kernelWidth) / stride + 1;
  }

  /// Places of one result plane.
  public int outputPlane() {
    return outputHeight() * outputWidth();
  }

  /// Rows of the im2col matrix.
  public int patches() {
    return batch * outputPlane();
  }

  /// Columns of the im2col matrix.
  public int patchLength() {
    return channels * kernelHeight * kernelWidth;
  }

  public int imageLength() {
    return batch * channels * height * width;
  }

  public int filterLength() {
    return filters * patchLength();
  }

  public int outputLength() {
    return patches() * filters;
  }

  /// The same convolution of another number of images.
  public ConvolutionGeometry withBatch(int count) {
    return new ConvolutionGeometry(count, channels, height, width, filters, kernelHeight, kernelWidth, stride);
  }

  /// Where the entries of the matrices of a convolution lie.
  ///
  /// @param patches where patch r begins in the images
  /// @param inside where value k of a patch lies, from the patch's beginning on
  /// @param results where the result of patch r and filter 0 lies
  /// @param resultColumns from there to the result of filter f
  /// @param filterRows where filter f begins
  /// @param filterColumns where value k of a filter lies, from the filter's beginning on
  /// @param patchRows where patch r begins in the matrix of patches
  record Offsets(int[] patches, int[] inside, int[] results, int[] resultColumns, int[] filterRows,
      int[] filterColumns, int[] patchRows) {
    private static Offsets of(ConvolutionGeometry g) {
      return new Offsets(g.patchOffsets(), g.insideOffsets(), g.resultOffsets(),
          FieldMatrix.strided(g.filters, g.outputPlane()), FieldMatrix.strided(g.filters, g.patchLength()),
          FieldMatrix.strided(g.patchLength(), 1), FieldMatrix.strided(g.patches(), g.patchLength()));
    }

    private int count() {
      return 3 * patches.length + 2 * (inside.length + filterRows.length);
    }
  }

  /// Kept, and not to be written.
  Offsets offsets() {
    return OFFSETS.of(this);
  }

  private int[] patchOffsets() {
    int[] offsets = new int[patches()];
    int r = 0;
    for (int e = 0; e < batch; e++) {
      for (int y = 0; y < outputHeight(); y++) {
        for (int x = 0; x < outputWidth(); x++) {
          offsets[r++] = (e * channels * height + y * stride) * width + x * stride;
        }
      }
    }
    return offsets;
  }

  private int[] insideOffsets() {
    int[] offsets = new int[patchLength()];
    int k = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < kernelHeight; y++) {
        for (int x = 0; x < kernelWidth; x++) {
          offsets[k++] = (c * height + y) * width + x;
        }
      }
    }
    return offsets;
  }

  private int[] resultOffsets() {
    int[] offsets = new int[patches()];
    for (int r = 0; r < offsets.length; r++) {
      offsets[r] = r / outputPlane() * filters * outputPlane() + r % outputPlane();
    }
    return offsets;
  }

  /// SV18's im2col: images to the matrix of patches, `patches x patchLength`, row-major. Its adjoint is kept, too.
  public GatherMap im2col() {
    return IM2COL.of(withBatch(1)).forBlocks(batch);
  }

  /// The plan of one image has an index for each entry, and again laid out for vectors; its adjoint as well.
  private static int im2colIndices(GatherMap map) {
    return 4 * map.outputLength();
  }

  /// For one image.
  private GatherMap makeIm2col() {
    int[] rows = patchOffsets();
    int[] inside = insideOffsets();
    int[] source = new int[rows.length * inside.length];
    for (int i = 0; i < source.length; i++) {
      source[i] = rows[i / inside.length] + inside[i % inside.length];
    }
    return GatherMap.select(1, channels * height * width, source);
  }

  /// From `patches x filters` to `batch x filters x outputHeight x outputWidth`.
  GatherMap patchesToPlanes() {
    return transposition(batch, outputPlane(), filters);
  }

  /// The transposition of `blocks` row-major matrices.
  static GatherMap transposition(int blocks, int rows, int columns) {
    int[] source = new int[rows * columns];
    for (int i = 0; i < source.length; i++) {
      source[i] = i % rows * columns + i / rows;
    }
    return GatherMap.select(blocks, rows * columns, source);
  }
}
