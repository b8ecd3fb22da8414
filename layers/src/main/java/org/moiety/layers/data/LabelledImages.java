package org.moiety.layers.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.IntStream;
import org.moiety.engine.random.Sha256;

/// Images with one label each. Image i is `channels x height x width` unsigned bytes, row-major, label i is in `0 .. classes-1`.
///
/// Does not change after construction, so any number of threads may read it. Pixels stay bytes and are turned into floats on demand.
public final class LabelledImages implements Examples {
  private final int count;
  private final int channels;
  private final int height;
  private final int width;
  private final int classes;
  private final byte[] pixels;
  private final byte[] labels;

  /// Takes the arrays over without copying: the caller must not write to them afterwards.
  ///
  /// @param classes 1 to 256
  /// @param pixels `labels.length x channels x height x width` unsigned bytes
  /// @param labels unsigned bytes below `classes`, at least one
  /// @throws IllegalArgumentException if a size is not positive, the lengths do not fit together or a label is out of range
  public LabelledImages(int channels, int height, int width, int classes, byte[] pixels, byte[] labels) {
    this(labels.length, channels, height, width, classes, pixels, labels);
    if ((long) labels.length * channels * height * width != pixels.length) {
      throw new IllegalArgumentException("pixels=" + pixels.length + ", expected " + labels.length + " x " + channels
          + " x " + height + " x " + width);
    }
    for (int i = 0; i < labels.length; i++) {
      if (Byte.toUnsignedInt(labels[i]) >= classes) {
        throw new IllegalArgumentException(
            "label[" + i + "]=" + Byte.toUnsignedInt(labels[i]) + ", expected 0.." + (classes - 1));
      }
    }
  }

  private LabelledImages(int count, int channels, int height, int width, int classes, byte[] pixels, byte[] labels) {
    if (count < 1 || channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "shape=" + count + " x " + channels + " x " + height + " x " + width + ", expected at least 1 everywhere");
    }
    if (classes < 1 || classes > 256) {
      throw new IllegalArgumentException("classes=" + classes + ", expected 1..256");
    }
    this.count = count;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.classes = classes;
    this.pixels = pixels;
    this.labels = labels;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int classes() {
    return classes;
  }

  /// `channels x height x width`.
  public int pixelsPerImage() {
    return channels * height * width;
  }

  @Override
  public int label(int index) {
    return Byte.toUnsignedInt(labels[Objects.checkIndex(index, count)]);
  }

  /// Floats `byte / 255`.
  @Override
  public void image(int index, float[] target, int offset) {
    int from = Objects.checkIndex(index, count) * pixelsPerImage();
    for (int i = 0; i < pixelsPerImage(); i++) {
      target[offset + i] = Byte.toUnsignedInt(pixels[from + i]) / 255f;
    }
  }

  /// Copies the unsigned bytes of image `index` to `target[offset ..]`.
  public void pixels(int index, byte[] target, int offset) {
    System.arraycopy(pixels, Objects.checkIndex(index, count) * pixelsPerImage(), target, offset, pixelsPerImage());
  }

  /// The first `n` images; shares the bytes with this one.
  ///
  /// @throws DataException if there are fewer than `n`
  /// @throws IllegalArgumentException if `n` is not positive
  public LabelledImages take(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n=" + n + ", expected at least 1");
    }
    if (n > count) {
      throw new DataException("asked for " + n + " examples, but the data set holds " + count);
    }
    return n == count ? this : new LabelledImages(n, channels, height, width, classes, pixels, labels);
  }

  /// One of `of` parts that have no image in common: every `of`-th image, so that a data set that is in some order is cut alike.
  ///
  /// @param part from 0
  /// @throws DataException if there are fewer images than parts
  public LabelledImages part(int part, int of) {
    Objects.checkIndex(part, of);
    if (of > count) {
      throw new DataException(count + " examples cannot be cut into " + of + " parts");
    }
    return chosen(IntStream.range(0, count).filter(i -> i % of == part).toArray(), 0, classes);
  }

  /// The images whose labels are in `from .. to-1`, in their order, relabelled `0 .. to-from-1`.
  ///
  /// @throws DataException if there is none
  /// @throws IllegalArgumentException if these are not labels of this data set
  public LabelledImages ofClasses(int from, int to) {
    if (from < 0 || from >= to || to > classes) {
      throw new IllegalArgumentException("classes " + from + ".." + (to - 1) + " of " + classes);
    }
    int[] chosen = IntStream.range(0, count).filter(i -> label(i) >= from && label(i) < to).toArray();
    if (chosen.length == 0) {
      throw new DataException("no example has a label in " + from + ".." + (to - 1));
    }
    return chosen(chosen, from, to - from);
  }

  private LabelledImages chosen(int[] chosen, int from, int newClasses) {
    byte[] chosenPixels = new byte[chosen.length * pixelsPerImage()];
    byte[] chosenLabels = new byte[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      pixels(chosen[i], chosenPixels, i * pixelsPerImage());
      chosenLabels[i] = (byte) (label(chosen[i]) - from);
    }
    return new LabelledImages(channels, height, width, newClasses, chosenPixels, chosenLabels);
  }

  /// How many images have each label; length [#classes()].
  public int[] labelCounts() {
    int[] counts = new int[classes];
    for (int i = 0; i < count; i++) {
      counts[label(i)]++;
    }
    return counts;
  }

  /// SHA-256, in lower-case hex, of count, channels, height, width, classes (big-endian 32 bits each), then all labels, then all pixels. Two parties
  /// or two runs that print the same value had the same examples in the same order.
  public String sha256() {
    MessageDigest digest = Sha256.start();
    digest.update(
        ByteBuffer.allocate(20).putInt(count).putInt(channels).putInt(height).putInt(width).putInt(classes).array());
    digest.update(labels, 0, count);
    digest.update(pixels, 0, count * pixelsPerImage());
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Shape and classes, for messages.
  @Override
  public String toString() {
    return count + " images of " + channels + " x " + height + " x " + width + ", " + classes + " classes";
  }
}
