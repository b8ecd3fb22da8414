package org.moiety.layers.data;

/// Labelled images as every role of a program sees them: all know how many and of which shape, their owner knows what is on them.
public interface Examples {
  /// Number of images, at least 1.
  int count();

  int channels();

  int height();

  int width();

  /// Number of classes; labels are below it. A class may have no example.
  int classes();

  /// The label of image `index`, `0 .. classes-1`.
  int label(int index);

  /// Writes image `index` to `target[offset ..]`: `channels x height x width` floats from 0 to 1. Several threads may ask at once.
  void image(int index, float[] target, int offset);
}
