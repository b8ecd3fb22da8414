package org.moiety.layers.data;

/// Examples that another role owns.
public record AbsentExamples(int count, int channels, int height, int width, int classes) implements Examples {
  /// As many pixels as an owner could hold.
  private static final double MAX_PIXELS = Integer.MAX_VALUE;

  public AbsentExamples {
    if (count < 1 || channels < 1 || height < 1 || width < 1 || classes < 1
        || (double) count * channels * height * width > MAX_PIXELS) {
      throw new IllegalArgumentException(
          count + " examples of " + channels + " x " + height + " x " + width + ", " + classes + " classes");
    }
  }

  @Override
  public int label(int index) {
    throw new IllegalStateException("labels are at the data owner only");
  }

  @Override
  public void image(int index, float[] target, int offset) {
    throw new IllegalStateException("images are at the data owner only");
  }
}
