package org.moiety.layers.data;

import org.moiety.engine.kernel.Workers;

/// The default data set: digits drawn with a pen, generated from a seed. 1 x 28 x 28, 10 classes, 0 = background, 255 = ink.
///
/// Made to be about as hard as MNIST: a linear softmax gets some 90 % of the test set right after 60,000 examples, a small CNN 99 %.
///
/// Example `i` is a function of (seed, split, i) alone, with the same bytes on every machine. Each ten examples 10 m .. 10 m + 9 hold every digit once.
public final class Strokes {
  /// Height and width in pixels.
  public static final int SIZE = 28;
  public static final int CLASSES = 10;
  public static final int MAX_TRAIN = 60_000;
  public static final int MAX_TEST = 10_000;
  public static final long DEFAULT_SEED = 1;

  // How much one hand differs from another. Lengths in pixels unless said otherwise; "deviation" is a standard deviation.
  private static final double MIDDLE = (SIZE - 1) / 2.0;
  /// Side of the box that the largest digits fill, ink included (MNIST: about 20).
  private static final double BOX = 21.5;
  private static final double MIN_SCALE = 0.82;
  /// Deviation of the middle of the digit from the middle of the picture.
  private static final double SHIFT = 1.0;
  /// Deviations of the control points, in hundredths of the digit's height.
  private static final double MIN_JITTER = 1.5;
  private static final double MAX_JITTER = 6;
  /// Width in proportion to the glyph's own.
  private static final double MIN_WIDTH = 0.7;
  private static final double MAX_WIDTH = 1.2;
  /// Deviation of the shear, columns per row.
  private static final double SLANT = 0.26;
  /// Deviation of the rotation, radians.
  private static final double ROTATION = 0.16;
  private static final double MIN_RADIUS = 0.7;
  private static final double MAX_RADIUS = 1.8;
  /// Radius at the ends of the path, in proportion.
  private static final double MIN_PRESSURE = 0.8;
  private static final double MAX_PRESSURE = 1.2;
  /// Brightness of the ink, of 255, and the deviation of single pixels.
  private static final double MIN_INK = 215;
  private static final double MAX_INK = 275;
  private static final double GRAIN = 15;

  private Strokes() {}

  /// The first `count` training examples, 1 to [#MAX_TRAIN]; the result does not depend on `workers`.
  ///
  /// @throws DataException if `count` is out of range
  public static LabelledImages train(long seed, int count, Workers workers) {
    return generate(seed, 0, count, MAX_TRAIN, workers);
  }

  /// The first `count` test examples, 1 to [#MAX_TEST]; the result does not depend on `workers`.
  ///
  /// @throws DataException if `count` is out of range
  public static LabelledImages test(long seed, int count, Workers workers) {
    return generate(seed, 1, count, MAX_TEST, workers);
  }

  private static LabelledImages generate(long seed, int split, int count, int max, Workers workers) {
    if (count < 1 || count > max) {
      throw new DataException("asked for " + count + " generated digits, expected 1 to " + max);
    }
    byte[] pixels = new byte[count * SIZE * SIZE];
    byte[] labels = new byte[count];
    workers.range(count, 64, (from, to) -> {
      Writer writer = new Writer();
      for (int i = from; i < to; i++) {
        labels[i] = (byte) label(seed, split, i);
        writer.write(labels[i], pixels, i * SIZE * SIZE, new SplitMix(seed, split, i));
      }
    });
    return new LabelledImages(1, SIZE, SIZE, CLASSES, pixels, labels);
  }

  /// Each block of ten is a permutation of the digits.
  private static int label(long seed, int split, int index) {
    SplitMix random = new SplitMix(seed, 2 + split, index / CLASSES);
    int[] digits = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int i = CLASSES - 1; i > 0; i--) {
      int j = random.below(i + 1);
      int digit = digits[i];
      digits[i] = digits[j];
      digits[j] = digit;
    }
    return digits[index % CLASSES];
  }

  /// Writes one digit after the other, each with its own hand.
  private static final class Writer {
    private final PenPath path = new PenPath();
    private final Pen pen = new Pen(SIZE);

    void write(int digit, byte[] pixels, int offset, SplitMix random) {
      path.follow(Glyphs.strokes(digit, random.below(Glyphs.variants(digit))), random.between(MIN_JITTER, MAX_JITTER),
          random);
      double width = random.between(MIN_WIDTH, MAX_WIDTH);
      path.transform(width, random.bell(SLANT), 0, 1);
      double angle = random.bell(ROTATION);
      path.transform(StrictMath.cos(angle), -StrictMath.sin(angle), StrictMath.sin(angle), StrictMath.cos(angle));
      double radius = random.between(MIN_RADIUS, MAX_RADIUS);
      double side = BOX * random.between(MIN_SCALE, 1) - 2 * radius;
      path.fit(side, MIDDLE + random.bell(SHIFT), MIDDLE + random.bell(SHIFT));
      pen.draw(path, radius * random.between(MIN_PRESSURE, MAX_PRESSURE),
          radius * random.between(MIN_PRESSURE, MAX_PRESSURE));
      pen.ink(pixels, offset, random.between(MIN_INK, MAX_INK), GRAIN, random);
    }
  }
}
